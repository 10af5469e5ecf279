import { onScopeDispose, watch } from 'vue'

/**
 * Gives the focus back to whatever had it when something opened, also when that something is taken out of the page at once: the
 * primitive remembers only what had the focus after its own first field took it.
 */
export function useFocusReturn(isOpen: () => boolean): void {
  let opener: Element | null = null

  function giveBack(): void {
    const target = opener
    opener = null
    // After the primitive has tried; nobody is to be pulled away from where he went meanwhile.
    setTimeout(() => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      if (!isNowhere) return
      // The button of an empty list goes with the emptiness: then the next Tab begins where the list does, not at the top of the menu.
      const isThere = target instanceof HTMLElement && target.isConnected
      const place = isThere ? target : document.getElementById('content')
      place?.focus({ preventScroll: !isThere })
    })
  }

  watch(
    isOpen,
    (isNowOpen) => {
      if (isNowOpen) opener = document.activeElement
      else giveBack()
    },
    { immediate: true },
  )
  onScopeDispose(giveBack)
}
