/** Limits of one entry; the same as those of `FaqEntryInput`, so that an export can always be read back. */
export const entryLimits = {
  questionCharacters: 500,
  answerCharacters: 10_000,
  phraseCharacters: 500,
  phrasings: 100,
  keywords: 50,
  patterns: 20,
  exclusions: 100,
  priority: 1000,
} as const
