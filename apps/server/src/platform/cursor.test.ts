import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'

const invalid = { code: 'validation_failed', details: { issues: [{ path: 'query.cursor', code: 'invalid_cursor' }] } }

it('gives back the key it was made of, as text', () => {
  const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000') && text.isWellFormed())
  fc.assert(
    fc.property(texts, fc.integer(), (id, pinned) => {
      const cursor = encodeCursor({ id, pinned })
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(decodeCursor(cursor, ['id', 'pinned'])).toEqual({ id, pinned: String(pinned) })
    }),
  )
})

it.each([
  '',
  'x',
  '%%%',
  'bnVsbA',
  'W10',
  'e30',
  encodeCursor({ other: 'x' }),
  encodeCursor({ id: null } as never),
  encodeCursor({ id: { $gt: '' } } as never),
  encodeCursor({ id: ['a'] } as never),
  Buffer.from('{"__proto__":{"id":"x"}}').toString('base64url'),
  encodeCursor({ id: 'a\u0000b' }),
  Buffer.from('{"id":"a\\ud800b"}').toString('base64url'),
])('refuses what is no cursor of this list: %j', (cursor) => {
  // biome-ignore format: a list reads better in rows
  let error: unknown
  try {
    decodeCursor(cursor, ['id'])
  } catch (refused) {
    error = refused
  }
  expect(error).toMatchObject(invalid)
})

it('refuses anything else a stranger may send without any other error', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
      ),
      (cursor) => {
        try {
          decodeCursor(cursor, ['updatedAt', 'id'])
        } catch (error) {
          expect(error).toMatchObject({ code: 'validation_failed' })
        }
      },
    ),
  )
})
