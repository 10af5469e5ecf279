import { describe, expect, test } from 'vitest'
import { stemOf } from './stem-words.ts'
import { alikeness, mayBeAlike, meaningRowOf, NO_MEANING } from './word-meanings.ts'

const rowOf = (word: string) => meaningRowOf(stemOf(word))

describe('words that are used alike', () => {
  test.each([
    ['оплата', 'платёж', 'погода'],
    ['refund', 'возврат', 'парковка'],
    ['удалить', 'убрать', 'завтрак'],
    ['врач', 'доктор', 'колесо'],
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(alikeness(rowOf(word), rowOf(near))).toBeGreaterThan(alikeness(rowOf(word), rowOf(far)) + 0.2)
    expect(mayBeAlike(rowOf(word), rowOf(near))).toBe(true)
  })

  test('a longer form means what the word means', () => {
    expect(meaningRowOf('монетизацион')).toBe(meaningRowOf('монетизац'))
  })

  test('what is no word means nothing', () => {
    expect(meaningRowOf('щщщщъъ')).toBe(NO_MEANING)
    expect(meaningRowOf('2026')).toBe(NO_MEANING)
  })
})
