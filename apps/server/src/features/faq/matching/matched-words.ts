import { analyzeQuestion } from './analyze-question.ts'
import type { FaqIndexEntry } from './faq-match.ts'

/** The words as they stand in the entry, where the index knows their stems only. */
export function spellMatchedWords(
  matched: readonly { readonly query: string; readonly entry: string }[],
  { question, phrasings }: FaqIndexEntry,
): { query: string; entry: string }[] {
  const texts = new Map<string, string>()
  for (const text of [question, ...phrasings])
    for (const { stem, text: word } of analyzeQuestion(text).terms) if (!texts.has(stem)) texts.set(stem, word)
  return matched.map(({ query, entry }) => ({ query, entry: texts.get(entry) ?? entry }))
}
