/** Long enough for any clause; between two pieces the engine hears of a cancellation. */
const PIECE_CHARACTERS = 1_000

/**
 * Text as eSpeak NG reads it aloud letter for letter. Its own reading knows more: SSML (`<break time="60s"/>` is a minute of silence),
 * phonemes in double brackets, and a NUL that ends the text.
 * @see https://github.com/espeak-ng/espeak-ng/blob/master/docs/markup.md
 */
export function toEngineText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\ufffd]/gu, '')
    .replace(/\[(?=\[)/g, '[ ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** Pieces of at most a thousand characters, cut at white space where there is some; together they are the text. */
export function splitEngineText(text: string): string[] {
  const pattern = new RegExp(`[^]{1,${PIECE_CHARACTERS}}(?=\\s|$)|[^]{1,${PIECE_CHARACTERS}}`, 'gu')
  return text.match(pattern) ?? []
}
