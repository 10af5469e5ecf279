import { hasWords, t } from '#admin/i18n/i18n.ts'
import { describeBlanks } from './describe-blanks.ts'

/** Blanks of answers in the language of the panel. */
export function useBlankWords() {
  function wordsOf(name: string, argument: string | undefined): string | null {
    if (!hasWords(`faq.blanks.${name}`)) return null
    const words = t(`faq.blanks.${name}`)
    return argument === undefined ? words : t('faq.blankOf', { blank: words, service: argument })
  }

  /** `{phone}` in a text as `[phone]`. */
  const showBlanks = (text: string) => describeBlanks(text, wordsOf)
  /** The names of blanks, one after another, e.g. of those that nothing is known for. */
  const listBlanks = (blanks: readonly string[]) =>
    blanks.map((blank) => showBlanks(blank).replace(/^\[|\]$/g, '')).join(', ')
  return { showBlanks, listBlanks }
}
