/** A question longer than this is a letter; what it asks for stands in its beginning, and the time to match stays bounded. */
const MAX_LENGTH = 600
/** Whether there is anything but punctuation behind that is looked up in so much of it only. */
const MAX_LOOKED_AT = 10_000

/**
 * The key of a question: lower case, ё as е, no punctuation, single spaces. Two questions with the same key are the same.
 * Never throws; an empty text means that there was no letter and no digit.
 */
export function normalizeQuestion(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The key is that of the beginning: something was said after it, so it is not the whole question. */
export function isCut(text: string): boolean {
  if (text.length <= MAX_LENGTH) return false
  return text.length > MAX_LOOKED_AT || /[\p{L}\p{N}]/u.test(text.slice(MAX_LENGTH))
}
