import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scanTopLevel } from './top-level-fields.ts'

const scan = (text: string, ...names: string[]) => scanTopLevel(Buffer.from(text), new Set(names))

it('finds what JSON.parse finds, in any JSON object, and cuts it out exactly', () => {
  const name = fc.oneof(fc.constantFrom('model', 'stream', 'a"b', '\\', 'é', ''), fc.string({ unit: 'binary' }))
  const space = fc.constantFrom('', ' ', '\n\t')
  fc.assert(
    fc.property(fc.dictionary(name, fc.jsonValue()), space, (object, gap) => {
      const text = gap + JSON.stringify(object, null, gap === '\n\t' ? 2 : 0) + gap
      const names = Object.keys(object)
      const result = scan(text, ...names)
      expect(result.outcome).toBe('found')
      if (result.outcome !== 'found') return
      expect([...result.fields.keys()].sort()).toEqual(names.toSorted())
      for (const [key, { start, end }] of result.fields)
        expect(JSON.parse(Buffer.from(text).toString('utf8', start, end))).toEqual(JSON.parse(text)[key])
    }),
  )
})

it('reads no object where JSON.parse would not, whatever is cut off', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, cut) => {
      const text = JSON.stringify(object)
      expect(scan(text.slice(0, cut % text.length)).outcome).toBe('not-an-object')
    }),
  )
})

it('never fails on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      scanTopLevel(Buffer.concat([Buffer.from('{"model":'), bytes]), new Set(['model']))
    }),
  )
})

it.each([
  '',
  '[]',
  'null',
  '"a"',
  '{} x',
  '{"a":1,}',
  '{"a" 1}',
  '{"a":}',
  '{"a":tru}',
  '{"a":01}',
  '{a:1}',
  '{"\\q":1}',
])('refuses %s', (text) => expect(scan(text).outcome).toBe('not-an-object'))

it('refuses a member that stands there twice, also under another spelling', () => {
  expect(scan('{"model":"a","model":"b"}', 'model')).toEqual({ outcome: 'duplicate', name: 'model' })
  expect(scan('{"model":"a","m\\u006fdel":"b"}', 'model')).toEqual({ outcome: 'duplicate', name: 'model' })
  expect(scan('{"model":"a","x":1,"x":2}', 'model').outcome).toBe('found')
})

it('does not mind depth, nor a million escapes', () => {
  const deep = `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)},"model":1}`
  expect(scan(deep, 'model').outcome).toBe('found')
  expect(scan(`{"a":"${'\\\\'.repeat(500_000)}\\"","model":1}`, 'model').outcome).toBe('found')
  expect(scan(`{"a":"${'\\"'.repeat(500_000)}`, 'model').outcome).toBe('not-an-object')
})
