const keyboards = ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const WORD_FROM = 5

export type SlipKind = 'left out' | 'swapped' | 'doubled' | 'beside its key'

const slips: Readonly<Record<SlipKind, (word: string, at: number) => string>> = {
  'left out': (word, at) => word.slice(0, at) + word.slice(at + 1),
  swapped(word, at) {
    const first = Math.min(at, word.length - 2)
    return word.slice(0, first) + word.charAt(first + 1) + word.charAt(first) + word.slice(first + 2)
  },
  doubled: (word, at) => word.slice(0, at) + word.charAt(at) + word.slice(at),
  'beside its key': (word, at) => word.slice(0, at) + besideKey(word.charAt(at)) + word.slice(at + 1),
}
export const slipKinds = ['left out', 'swapped', 'doubled', 'beside its key'] as const satisfies readonly SlipKind[]

/** One letter of the longest word, or of each long word, goes wrong; which one is decided by the text. */
export function withSlips(text: string, kind: SlipKind, where: 'longest' | 'each'): string {
  const words = text.match(/\p{L}+/gu) ?? []
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one), '')
  let isDone = false
  return text.replace(/\p{L}+/gu, (word) => {
    if (word.length < WORD_FROM || (where === 'longest' && (isDone || word !== longest))) return word
    isDone = true
    return slips[kind](word, hash(text + word + kind) % word.length)
  })
}

function besideKey(letter: string): string {
  const row = keyboards.find((keys) => keys.includes(letter.toLowerCase())) ?? ''
  const at = row.indexOf(letter.toLowerCase())
  return at === -1 ? letter : (row[at + 1] ?? row[at - 1] ?? letter)
}

/** FNV-1a. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0
}
