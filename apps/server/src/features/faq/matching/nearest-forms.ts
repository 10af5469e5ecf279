import { slipCost } from './one-slip.ts'
import { extendHash, NO_TEXT_HASH } from './related-words.ts'
import { isFormHash } from './word-forms.ts'

export interface NearForm {
  readonly word: string
  /** `LIKELY_SLIP` or `UNLIKELY_SLIP`. */
  readonly cost: number
}

const alphabets = [
  { isWritten: /^[а-я]+$/, letters: [...'абвгдежзийклмнопрстуфхцчшщъыьэюя'] },
  { isWritten: /^[a-z]+$/, letters: [...'abcdefghijklmnopqrstuvwxyz'] },
].map(({ isWritten, letters }) => ({ isWritten, codes: letters.map((letter) => letter.charCodeAt(0)) }))

/** Words there are that one slip of the pen may have made the written one of; one may come twice. */
export function nearestForms(written: string): NearForm[] {
  const codes = alphabets.find(({ isWritten }) => isWritten.test(written))?.codes
  if (!codes) return []
  const found: NearForm[] = []
  /** What is meant instead of the letters from `at` to `end`. Of nearly all that is tried nothing but a hash is ever made. */
  const offer = (at: number, end: number, meant: readonly number[]) => {
    let hash = hashes[at] ?? NO_TEXT_HASH
    for (const code of meant) hash = extendHash(hash, code)
    for (let rest = end; rest < written.length; rest++) hash = extendHash(hash, written.charCodeAt(rest))
    if (!isFormHash(hash)) return
    const word = written.slice(0, at) + String.fromCharCode(...meant) + written.slice(end)
    found.push({ word, cost: slipCost(written, word) })
  }
  const hashes = [NO_TEXT_HASH]
  for (let at = 0; at <= written.length; at++) {
    const own = written.charCodeAt(at)
    for (const code of codes) {
      offer(at, at, [code])
      if (at < written.length && code !== own) offer(at, at + 1, [code])
    }
    if (at === written.length) break
    offer(at, at + 1, [])
    if (at + 1 < written.length) offer(at, at + 2, [written.charCodeAt(at + 1), own])
    hashes.push(extendHash(hashes[at] ?? NO_TEXT_HASH, own))
  }
  return found
}
