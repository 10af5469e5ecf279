/**
 * Moves the focus to what a page has just shown, unless a dialog that opened meanwhile holds it: its own trap would bring the focus
 * back with the text selected, and the next letter would replace what was typed.
 */
export function takeFocus(element: HTMLElement | null | undefined): void {
  const dialog = document.activeElement?.closest('[role=dialog][data-state=open], [role=alertdialog][data-state=open]')
  if (dialog && !dialog.contains(element ?? null)) return
  element?.focus({ preventScroll: true })
}
