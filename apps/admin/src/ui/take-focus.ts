import { isTyping } from './is-typing.ts'

const OPEN_DIALOG = '[role=dialog][data-state=open], [role=alertdialog][data-state=open]'

/**
 * Moves the focus to what a page has just shown, unless somebody has begun to write elsewhere meanwhile: in a dialog that opened
 * (its own trap would bring the focus back with the text selected, and the next letter would replace what was typed), or in
 * another field of the page.
 */
export function takeFocus(element: HTMLElement | null | undefined): void {
  const active = document.activeElement
  const dialog = active?.closest(OPEN_DIALOG)
  if (dialog && !dialog.contains(element ?? null)) return
  // What stands in a dialog came with it, by a press just now.
  if (isTyping(active) && !element?.closest('[role=dialog]')) return
  element?.focus({ preventScroll: true })
}
