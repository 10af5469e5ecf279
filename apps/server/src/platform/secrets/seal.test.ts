import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MasterKey } from './master-key.ts'
import { seal, sealedWith, unseal } from './seal.ts'

function keyOf(...keyIds: [string, ...string[]]): MasterKey {
  return {
    currentKeyId: keyIds[0],
    keyIds,
    derive(purpose, keyId = keyIds[0]) {
      if (!keyIds.includes(keyId)) throw new Error('not in the key file')
      return createHash('sha256').update(`${purpose} ${keyId}`).digest()
    },
  }
}
const masterKey = keyOf('first')

describe('a sealed text', () => {
  it('opens in its own place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, context) => {
        const sealed = seal(masterKey, plaintext, context)
        expect(unseal(masterKey, sealed, context)).toBe(plaintext)
        expect(sealedWith(sealed)).toBe('first')
      }),
    )
  })

  it('is never the same twice, and shows nothing of what is in it', () => {
    const sealed = Array.from({ length: 50 }, () => seal(masterKey, 'sk-very-secret', 'provider:1'))
    expect(new Set(sealed).size).toBe(50)
    expect(sealed.join()).not.toContain(Buffer.from('sk-very-secret').toString('base64url'))
  })

  it('opens in no other place', () => {
    expect(() => unseal(masterKey, seal(masterKey, 'secret', 'provider:1'), 'provider:2')).toThrow()
  })

  it('opens with the key it was sealed with, and with no other', () => {
    const sealed = seal(masterKey, 'secret', 'c')
    expect(unseal(keyOf('second', 'first'), sealed, 'c')).toBe('secret')
    expect(() => unseal(keyOf('second'), sealed, 'c')).toThrow('not in the key file')
    expect(() => unseal(keyOf('second', 'first'), sealed.replace('.first.', '.second.'), 'c')).toThrow()
  })

  it('that was changed in any byte does not open', () => {
    const sealed = seal(masterKey, 'sk-very-secret', 'c')
    const [version, keyId, payload = ''] = sealed.split('.')
    const bytes = Buffer.from(payload, 'base64url')
    for (const position of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[position] = (changed[position] ?? 0) ^ 1
      expect(() => unseal(masterKey, `${version}.${keyId}.${changed.toString('base64url')}`, 'c')).toThrow()
    }
  })

  it.each(['', 'v1', 'v1..', 'v1.first.', 'v1.first.AAAA', 'v2.first.AAAA', 'sk-plain-text'])('is none: %j', (text) => {
    expect(() => unseal(masterKey, text, 'c')).toThrow('Not a sealed secret')
  })
})
