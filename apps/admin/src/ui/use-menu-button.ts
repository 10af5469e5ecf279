import { type Component, computed, type Ref, type ShallowRef, shallowRef, useId } from 'vue'
import { useToasts } from './use-toasts.ts'

export interface MenuButton {
  readonly isOpen: Ref<boolean>
  /** The menu (`AnchoredMenu`), from its first press on. */
  readonly menu: Readonly<ShallowRef<Component | null>>
  /** For the `<button>`. */
  readonly attributes: Readonly<Ref<Record<string, unknown>>>
}

/** A button whose menu is fetched with the first press. A second press closes it, also while it is on its way. */
export function useMenuButton(load: () => Promise<{ default: Component }>): MenuButton {
  const toasts = useToasts()
  const id = useId()
  const isOpen = shallowRef(false)
  const menu = shallowRef<Component | null>(null)

  async function open(): Promise<void> {
    isOpen.value = true
    try {
      menu.value ??= (await load()).default
    } catch (error) {
      // The next press asks again.
      isOpen.value = false
      toasts.failure(error)
    }
  }

  function close(): void {
    isOpen.value = false
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') void open()
    else if (event.key === 'Escape' && isOpen.value) close()
    else return
    event.preventDefault()
  }

  const attributes = computed(() => ({
    id,
    type: 'button',
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen.value,
    'data-state': isOpen.value ? 'open' : 'closed',
    onClick: () => (isOpen.value ? close() : open()),
    onKeydown,
  }))
  return { isOpen, menu, attributes }
}
