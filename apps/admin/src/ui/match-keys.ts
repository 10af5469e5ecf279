/** What of a key press says which key it was. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Keys of the Cyrillic layout that stand where the Latin one has these signs. */
const CYRILLIC_SIGNS: Record<string, string> = { '.': '/', ',': '?' }

/** True when that press is meant by `keys`: `mod+k`, `j`, `/`, `?`. A Cyrillic layout does not matter: the place of the key counts then. */
export function matchKeys(keys: string, press: KeyPress): boolean {
  const isCommand = keys.startsWith('mod+')
  const hasCommand = press.ctrlKey || press.metaKey
  if (press.altKey || hasCommand !== isCommand) return false
  const wanted = isCommand ? keys.slice('mod+'.length) : keys
  if (/^[a-z]$/.test(wanted)) return !press.shiftKey && letterOf(press) === wanted
  return signOf(press) === wanted
}

function letterOf({ key, code }: KeyPress): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^\p{Script=Cyrillic}$/u.test(key) ? code.replace(/^Key/, '').toLowerCase() : ''
}

function signOf({ key, code }: KeyPress): string {
  return code === 'Slash' ? (CYRILLIC_SIGNS[key] ?? key) : key
}
