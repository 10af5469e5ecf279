import { useEventListener } from '@vueuse/core'
import { type ShallowRef, shallowRef } from 'vue'

/**
 * Keeps what is typed between asking for a field and its arrival: no letter is lost, written into another field or taken for a
 * shortcut. Esc cancels. The field shows the text, and may go on writing it.
 */
export function useTypedAhead(field: { isComing: () => boolean; cancel: () => void }): ShallowRef<string> {
  const text = shallowRef('')

  function collect(event: KeyboardEvent): void {
    if (!field.isComing() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') field.cancel()
    else if (event.key === 'Backspace') text.value = [...text.value].slice(0, -1).join('')
    else if ([...event.key].length === 1) text.value += event.key
    // Would press or leave what has the focus behind it.
    else if (!['Enter', 'Tab', 'ArrowDown', 'ArrowUp'].includes(event.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  useEventListener(window, 'keydown', collect, { capture: true })
  return text
}
