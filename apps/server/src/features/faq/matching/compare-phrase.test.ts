import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyzeQuestion } from './analyze-question.ts'
import { comparePhrase, coverPhrase, prepareQuestion } from './compare-phrase.ts'
import { highestRelevanceOf, relevanceOf } from './confidence.ts'
import { createGrowingIndex } from './growing-index.ts'
import { createIndexLayer } from './index-layer.ts'
import { termWeightsOf } from './term-weights.ts'

const words = [
  'как',
  'сколько',
  'стоит',
  'отменить',
  'запись',
  'записаться',
  'доставка',
  'доставку',
  'пицца',
  'можно',
  'не',
  '15',
]
const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((some) => some.join(' '))

function compareAll(asked: string, questions: readonly string[]) {
  const index = createGrowingIndex()
  for (const question of questions) index.add({ question, phrasings: [], keywords: [] })
  const layer = createIndexLayer(index, [])
  const question = analyzeQuestion(asked)
  const termWeights = termWeightsOf([layer])
  const weights = question.terms.map(({ stem, wordClass }) => termWeights.weigh(stem, wordClass))
  const variants = question.terms.map((term) => layer.similar(term))
  const prepared = prepareQuestion({ question, weights, variants, layer, termWeights })
  return Array.from({ length: index.phraseCount }, (_, phrase) => ({
    rough: coverPhrase(prepared, phrase),
    exact: comparePhrase(prepared, phrase).features,
  }))
}

test('what is known roughly is what is found, and never promises less', () => {
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 5 }), (asked, questions) => {
      for (const { rough, exact } of compareAll(asked, questions)) {
        expect(exact).toMatchObject(rough)
        expect(relevanceOf(exact)).toBeLessThanOrEqual(highestRelevanceOf(rough))
      }
    }),
  )
})

test('what a phrase has counts in full, what it is only alike to not at all', () => {
  const [whole, part, none] = compareAll('отменить доставку', [
    'Отменить доставка',
    'Сколько стоит доставка',
    'Как записаться',
  ])
  expect(whole?.exact).toMatchObject({ questionFound: 1, phraseFound: 1 })
  expect(part?.exact.questionFound).toBeGreaterThan(0.2)
  expect(part?.exact.questionFound).toBeLessThan(0.8)
  expect(none?.exact).toMatchObject({ questionFound: 0, phraseFound: 0 })
})
