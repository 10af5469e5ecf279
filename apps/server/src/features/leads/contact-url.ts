const email = /^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"'.]+$/u
/** `@name`, a link to it, or the bare name: four to thirty-two Latin letters, digits and underscores (Telegram's rule for names). */
const telegram = /^(?:@|(?:https?:\/\/)?(?:t|telegram)\.me\/@?)?(?<name>[a-z]\w{3,31})$/i
/** Digits with whatever people and keyboards put between them: any dash, any space, brackets, slashes. */
const phone = /^\+?[\d\s().\-\u2010-\u2015/]+$/u

/** What opens a call, a letter or a chat with this contact, or null. The contact is a visitor's text: only these three kinds of address come out. */
export function contactUrl(contact: string): string | null {
  const text = contact.trim()
  if (email.test(text)) return `mailto:${encodeURI(text)}`
  const name = telegram.exec(text)?.groups?.name
  if (name !== undefined) return `https://t.me/${name}`
  const digits = text.replace(/\D/g, '')
  if (!phone.test(text) || digits.length < 5 || digits.length > 15) return null
  return `tel:${text.startsWith('+') ? '+' : ''}${digits}`
}
