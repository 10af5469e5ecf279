import fc from 'fast-check'
import { expect, it } from 'vitest'
import { redactChanges } from './redact-changes.ts'

it.each([
  'password',
  'newPassword',
  'apiKey',
  'api_key',
  'accessToken',
  'token',
  'Authorization',
  'cookie',
  'clientSecret',
])('masks %s wherever it stands', (name) => {
  const changes = { outer: [{ [name]: 'hunter2-hunter2', list: { [name]: { inner: 'hunter2-hunter2' } } }] }
  expect(JSON.stringify(redactChanges(changes))).not.toContain('hunter2')
})

it('masks nothing that only sounds like a secret', () => {
  expect(redactChanges({ contextWindowTokens: 8_192, maxTokens: 3 })).toEqual({
    contextWindowTokens: 8_192,
    maxTokens: 3,
  })
})

it('tells that a secret was taken away', () => {
  expect(redactChanges({ apiKey: null })).toEqual({ apiKey: null })
})

it('shortens long texts, lists and depths, and never cuts a letter in two', () => {
  const text = redactChanges(`${'ё'.repeat(199)}🙂`)
  expect(text).toHaveLength(201)
  expect(String(text).isWellFormed()).toBe(true)
  expect(redactChanges(Array.from({ length: 25 }, () => 1))).toEqual([
    ...Array.from({ length: 20 }, () => 1),
    '… 5 more',
  ])
  expect(redactChanges({ a: { b: { c: { d: { e: { f: 1 } } } } } })).toEqual({ a: { b: { c: { d: { e: '…' } } } } })
  expect(redactChanges(new Uint8Array(7))).toBe('7 bytes')
})

it('makes something that can be stored of anything a body may hold', () => {
  fc.assert(
    // As JSON writes it: a minus before zero is not kept.
    fc.property(
      fc.jsonValue({ maxDepth: 8 }).map((value) => JSON.parse(JSON.stringify(value))),
      (value) => {
        const text = JSON.stringify(redactChanges(value))
        expect(text.length).toBeLessThan(2_000_000)
        expect(JSON.parse(text)).toEqual(redactChanges(value))
      },
    ),
  )
})
