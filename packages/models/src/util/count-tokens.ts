/**
 * A careful estimate without a vendor's tokenizer: about 2.5 Cyrillic or 4 Latin characters a token (cl100k on running text), one for
 * each half of an emoji and each ideograph; rounded up. Used to fit a context and where a vendor reports no usage; never for a bill.
 */
export function estimateTokens(text: string): number {
  let [wide, cyrillic, other] = [0, 0, 0]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= FIRST_WIDE) wide++
    else if (code > 0x7f) cyrillic++
    else other++
  }
  return Math.ceil(wide + cyrillic / 2.5 + other / 4)
}

/** CJK, Hangul and surrogates stand from here on. */
const FIRST_WIDE = 0x2e80
