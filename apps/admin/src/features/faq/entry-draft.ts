import type { FaqEntry } from '@secretary/contracts/faq.contract'

export type EntryDraft = Pick<
  FaqEntry,
  'question' | 'answer' | 'phrasings' | 'keywords' | 'patterns' | 'exclusions' | 'priority' | 'isEnabled' | 'language'
>

export const emptyDraft: EntryDraft = {
  question: '',
  answer: '',
  phrasings: [],
  keywords: [],
  patterns: [],
  exclusions: [],
  priority: 0,
  isEnabled: true,
  language: null,
}

export function draftOf({
  question,
  answer,
  phrasings,
  keywords,
  patterns,
  exclusions,
  priority,
  isEnabled,
  language,
}: FaqEntry): EntryDraft {
  return { question, answer, phrasings, keywords, patterns, exclusions, priority, isEnabled, language }
}
