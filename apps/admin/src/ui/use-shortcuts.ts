import { onScopeDispose, shallowReadonly, shallowRef } from 'vue'
import { isTyping } from './is-typing.ts'
import { matchKeys } from './match-keys.ts'

export interface Shortcut {
  /** `mod+k` (Ctrl or ⌘), a letter, or a sign. */
  readonly keys: string
  /** What it does, for the list. */
  readonly label: () => string
  readonly scope: 'everywhere' | 'page'
  /** Null where the browser does it by itself, and the list only names it. */
  readonly run: (() => void) | null
  /** False: neither works nor is listed now. */
  readonly when?: () => boolean
}

const OPEN_ABOVE = '[role=dialog],[role=alertdialog],[role=menu]'

const registered = shallowRef<readonly Shortcut[]>([])
/** Every key that works at present: handling and list read the same. */
export const shortcuts = shallowReadonly(registered)

/** Keys that work while the surrounding scope lives. Of two for the same key the younger one counts. */
export function useShortcuts(own: readonly Shortcut[]): void {
  if (registered.value.length === 0) document.addEventListener('keydown', handle)
  registered.value = [...registered.value, ...own]
  onScopeDispose(() => {
    registered.value = registered.value.filter((shortcut) => !own.includes(shortcut))
    if (registered.value.length === 0) document.removeEventListener('keydown', handle)
  })
}

/** Never while somebody types, nor under something that is open above the page. */
function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector(OPEN_ABOVE)) return
  const isWriting = isTyping(event.target)
  const shortcut = registered.value.findLast(
    ({ keys, run, when }) =>
      run !== null &&
      (!isWriting || keys.startsWith('mod+')) &&
      matchKeys(keys, event) &&
      (when === undefined || when()),
  )
  if (!shortcut) return
  event.preventDefault()
  shortcut.run?.()
}
