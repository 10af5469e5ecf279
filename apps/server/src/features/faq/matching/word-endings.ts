import { lexiconForms } from './question-lexicon.ts'
import { stemOf } from './stem-words.ts'

/** What the stemmer takes off the words of the lexicon: "ами", "ться", "ing". With the empty one. */
export const wordEndings: ReadonlySet<string> = new Set(
  lexiconForms.flatMap((form) => {
    const stem = stemOf(form)
    return form.startsWith(stem) ? [form.slice(stem.length)] : []
  }),
)
