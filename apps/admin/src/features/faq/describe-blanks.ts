const blank = /\{([a-z_]{1,30})(?::([^{}\n]{1,200}))?\}/g

/** The words for a blank; null for what only looks like one. */
export type BlankWords = (name: string, argument: string | undefined) => string | null

/** An answer as an owner reads it: `{phone}` as `[phone]` in his language. Braces that are no blanks stay. */
export function describeBlanks(text: string, wordsOf: BlankWords): string {
  return text.replace(blank, (source: string, name: string, argument: string | undefined) => {
    const words = wordsOf(name, argument?.trim())
    return words === null ? source : `[${words}]`
  })
}
