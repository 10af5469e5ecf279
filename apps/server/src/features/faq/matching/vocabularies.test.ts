import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGrowingIndex } from './growing-index.ts'
import { createIndexLayer } from './index-layer.ts'
import { stemOf } from './stem-words.ts'
import { mendAgainst } from './vocabularies.ts'

const lists = { phrasings: [], keywords: [], patterns: [], exclusions: [] }
const questions = ['Как записаться на маникюр?', 'Сколько стоит стрижка?', 'Where can I park a bicycle?']
const entries = questions.map((question, number) => ({
  ...lists,
  id: String(number),
  question,
  priority: 0,
  scopeId: null,
  language: null,
}))
const index = createGrowingIndex()
for (const entry of entries) index.add(entry)
const mend = mendAgainst([createIndexLayer(index, entries)])

describe('a slip of the pen is mended', () => {
  test.each([
    ['маникр', 'маникюр'],
    ['аникюр', 'маникюр'],
    ['сткижка', 'стрижка'],
    ['стирижкой', 'стрижка'],
    ['записатсья', 'записаться'],
    ['bicyle', 'bicycle'],
    ['гарантаи', 'гарантия'],
    ['удаить', 'удалить'],
    ['заказыть', 'заказать'],
    ['скдика', 'скидка'],
  ])('%s means %s', (written, meant) => {
    expect(mend(written)?.stem).toBe(stemOf(meant))
  })

  test.each([
    'маникюром',
    'сколько',
    'палец',
    'погода',
    'iphone',
    'аппендикс',
    'ликвидировать',
    'вебинарами',
    'луна',
    'а',
    '',
    '12345',
  ])('%s stays as it is', (written) => {
    expect(mend(written)?.stem ?? stemOf(written)).toBe(stemOf(written))
  })

  test('whichever letter is left out, swapped or doubled', () => {
    const slips = [
      (word: string, at: number) => word.slice(0, at) + word.slice(at + 1),
      (word: string, at: number) => word.slice(0, at) + word.charAt(at) + word.slice(at),
      (word: string, at: number) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom('маникюр', 'bicycle'),
        fc.nat({ max: 6 }),
        fc.constantFrom(...slips),
        (word, at, slip) => {
          const written = slip(word, at)
          expect([stemOf(written), mend(written)?.stem]).toContain(stemOf(word))
        },
      ),
    )
  })

  test('in bounded time, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => void mend(text)))
  })
})
