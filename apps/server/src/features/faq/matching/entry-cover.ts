import { COUNTS_AS_FOUND_FROM, type PreparedQuestion, ratio } from './compare-phrase.ts'

/** What of a question no phrase of an entry says. */
export interface EntryCover {
  /** Words of substance without a counterpart. */
  readonly strangers: number
  /** Their weight as a share of the weight of all words of substance. */
  readonly strangeShare: number
}

/** Reads all phrases of the entry that has this one: they stand side by side in the index. */
export function coverEntry({ question, weights, layer, byTerm }: PreparedQuestion, phrase: number): EntryCover {
  const { index } = layer
  const entry = index.phraseEntry(phrase)
  const found = new Set<number>()
  const read = (at: number) => {
    const termIds = index.phraseTerms(at)
    for (let term = 0; term < termIds.length; term++)
      for (const { position, likeness } of byTerm.get(termIds[term] ?? 0) ?? [])
        if (likeness >= COUNTS_AS_FOUND_FROM) found.add(position)
  }
  for (let at = phrase; at >= 0 && index.phraseEntry(at) === entry; at--) read(at)
  for (let at = phrase + 1; at < index.phraseCount && index.phraseEntry(at) === entry; at++) read(at)
  let [strangers, strange, total] = [0, 0, 0]
  for (const [position, weight] of weights.entries()) {
    if (question.terms[position]?.wordClass !== 0) continue
    total += weight
    if (found.has(position)) continue
    strangers++
    strange += weight
  }
  return { strangers, strangeShare: ratio(strange, total) }
}
