/** Where keys write text or choose by first letter. */
const TYPING =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=range]),textarea,select,[contenteditable=true],[role=menu],[role=listbox]'

/** True for what somebody who presses a letter means that letter for. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null
}
