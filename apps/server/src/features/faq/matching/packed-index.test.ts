import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGrowingIndex } from './growing-index.ts'
import { packIndex, readPackedIndex } from './packed-index.ts'
import { BUCKET_COUNT, bucketsOf } from './related-words.ts'

const text = fc.oneof(
  fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  fc
    .array(fc.constantFrom('как', 'отменить', 'запись', 'запаись', 'cancel', 'booking', '15', 'не'), { maxLength: 6 })
    .map((words) => words.join(' ')),
)

it('says the same as the index it was packed from', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), text, (pairs, stranger) => {
      const growing = createGrowingIndex()
      for (const [question, keyword] of pairs) growing.add({ question, phrasings: [], keywords: [keyword] })
      const packed = readPackedIndex(packIndex(growing))
      expect(packed.termIdOf(stranger)).toBe(growing.termIdOf(stranger))
      for (let term = 0; term < growing.termCount; term++) {
        const stem = growing.stemAt(term)
        expect(packed.stemAt(term)).toBe(stem)
        expect(packed.termIdOf(stem)).toBe(term)
        expect(packed.documentsOf(term)).toBe(growing.documentsOf(term))
        expect([...Array.from(packed.postings(term))]).toEqual([...Array.from(growing.postings(term))])
        for (const bucket of bucketsOf(stem, [])) {
          expect(bucket).toBeLessThan(BUCKET_COUNT)
          expect(Array.from(packed.related(bucket))).toEqual(Array.from(growing.related(bucket)))
        }
      }
      for (let phrase = 0; phrase < growing.phraseCount; phrase++) {
        expect(Array.from(packed.phraseTerms(phrase))).toEqual(Array.from(growing.phraseTerms(phrase)))
        expect(Array.from(packed.phraseFlags(phrase))).toEqual(Array.from(growing.phraseFlags(phrase)))
        expect(packed.phraseTraits(phrase)).toBe(growing.phraseTraits(phrase))
      }
      for (const hash of growing.lists.keys.keys())
        expect(Array.from(packed.keyed(hash))).toEqual(Array.from(growing.keyed(hash)))
    }),
    { numRuns: 40 },
  )
})
