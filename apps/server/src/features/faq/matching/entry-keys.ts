import type { IndexedEntry } from './faq-match.ts'
import { normalizeQuestion } from './normalize-question.ts'
import { hashText } from './related-words.ts'
import { stemWords } from './stem-words.ts'

/** What finds an entry by itself: the whole question, or a keyword in any inflection. */
export function entryKeys(entry: IndexedEntry): { exact: string[]; keywords: string[] } {
  return {
    exact: [entry.question, ...entry.phrasings].map(normalizeQuestion).filter((key) => key !== ''),
    keywords: entry.keywords.map(keywordKey).filter((key) => key !== ''),
  }
}

export function keywordKey(keyword: string): string {
  return stemWords(normalizeQuestion(keyword))
    .map(({ stem }) => stem)
    .join(' ')
}

export const exactHash = (key: string) => hashText(`=${key}`)
export const keywordHash = (key: string) => hashText(`#${key}`)
