/** What opens a call, a letter or a chat with this contact, or null. The contact is a visitor's text: only these three kinds of address come out. */
export function contactUrl(contact: string): string | null {
  const text = contact.trim()
  if (/^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"'.]+$/u.test(text)) return `mailto:${encodeURI(text)}`
  if (/^@[a-z]\w{3,31}$/i.test(text)) return `https://t.me/${text.slice(1)}`
  const digits = text.replace(/\D/g, '')
  if (!/^\+?[\d\s().-]+$/.test(text) || digits.length < 7 || digits.length > 15) return null
  return `tel:${text.startsWith('+') ? '+' : ''}${digits}`
}
