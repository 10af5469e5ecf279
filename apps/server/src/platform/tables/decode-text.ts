import { ImportError } from './import-error.ts'

export type DecodedText = {
  text: string
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251'
  hasInvalidBytes: boolean
}

/** Bytes that are looked at to recognise UTF-16 without a byte order mark. */
const SAMPLE_BYTES = 4096
/** High bytes of most characters in Russian or English UTF-16 text: Basic Latin, Cyrillic, General Punctuation. */
const commonHighBytes = new Set([0x00, 0x04, 0x20])

/**
 * Turns a text file into a string: by its byte order mark; else UTF-16 when the high bytes say so; else strict UTF-8;
 * else UTF-8 with a few broken bytes; else windows-1251, which accepts anything.
 * @throws ImportError `unreadable` when the result is not text.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decodeMarked(bytes) ?? decodeUnmarked(bytes)
  if (isBinary(decoded.text)) throw new ImportError('unreadable')
  return decoded
}

function decodeMarked(bytes: Uint8Array): DecodedText | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs(bytes, 'utf-8')
  if (first === 0xff && second === 0xfe) return decodeAs(bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return decodeAs(bytes, 'utf-16be')
  return null
}

function decodeUnmarked(bytes: Uint8Array): DecodedText {
  const wide = guessUtf16(bytes)
  if (wide !== null) return decodeAs(bytes, wide)
  const utf8 = decodeAs(bytes, 'utf-8')
  if (!utf8.hasInvalidBytes || isMostlyValid(utf8.text)) return utf8
  return { text: new TextDecoder('windows-1251').decode(bytes), encoding: 'windows-1251', hasInvalidBytes: false }
}

function decodeAs(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): DecodedText {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, hasInvalidBytes: false }
  } catch {
    // Invalid for this encoding: read it leniently and let the caller judge.
    return { text: new TextDecoder(encoding).decode(bytes), encoding, hasInvalidBytes: true }
  }
}

function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~1
  if (length < 4 || bytes.length % 2 !== 0) return null
  const common = [0, 0]
  let rareBytes = 0
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0
    if (commonHighBytes.has(byte)) common[at % 2] = (common[at % 2] ?? 0) + 1
    if (byte === 0x00 || byte === 0x04) rareBytes += 1
  }
  const [even = 0, odd = 0] = common
  const pairs = length / 2
  if (rareBytes < pairs / 2) return null
  if (odd >= pairs * 0.8 && odd > even) return 'utf-16le'
  if (even >= pairs * 0.8 && even > odd) return 'utf-16be'
  return null
}

/** UTF-8 with some damage, as against another encoding, in which nearly every letter would be invalid. */
function isMostlyValid(text: string): boolean {
  let foreign = 0
  let invalid = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) invalid += 1
    else if (code > 0x7f) foreign += 1
  }
  return invalid * 20 < foreign
}

function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells a binary file
  const controls = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  return controls > 2 && controls > sample.length / 20
}
