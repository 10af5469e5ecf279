import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKeyCredential } from './key-credential.ts'

const KEY = `sk-sec-${'a'.repeat(43)}`

describe('the key of a request', () => {
  it.each([
    { authorization: `Bearer ${KEY}` },
    { authorization: `bearer ${KEY}` },
    { authorization: `BEARER   ${KEY}  ` },
    { 'x-api-key': KEY },
    { 'api-key': ` ${KEY}` },
    { authorization: `Bearer ${KEY}`, 'x-api-key': KEY, 'api-key': KEY },
    { authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': KEY },
  ])('is found in %j', (headers) => {
    expect(readKeyCredential(headers)).toBe(KEY)
  })

  it.each([
    {},
    { authorization: KEY },
    { authorization: 'Basic dXNlcjpwYXNz' },
    { authorization: `Bearer ${KEY}`, 'x-api-key': `${KEY}b` },
    { authorization: 'Bearer', 'x-api-key': KEY },
    { 'x-api-key': '', 'api-key': KEY },
  ])('is not in %j', (headers) => {
    expect(readKeyCredential(headers)).toBeNull()
  })

  it('is one or none, whatever the headers hold, and never made of two', () => {
    const value = fc.option(fc.oneof(fc.string(), fc.constant(KEY), fc.constant(`Bearer ${KEY}`)), {
      nil: undefined,
    })
    const headers = fc.record({ authorization: value, 'x-api-key': value, 'api-key': value })
    fc.assert(
      fc.property(headers, (given) => {
        const key = readKeyCredential(given)
        const candidates = [given['x-api-key'], given['api-key'], given.authorization?.replace(/^bearer/i, '')]
        if (key !== null) expect(candidates.map((candidate) => candidate?.trim())).toContain(key)
      }),
    )
  })
})
