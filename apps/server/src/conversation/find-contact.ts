const email = /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u
/** At least seven digits, with what people put between them. */
const phone = /(?:\+|\b)\d(?:[\s().-]{0,3}\d){6,14}\b/u
/** Digits and dots too, but nobody answers there. */
const dateOrTime = /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b/gu
/** As many digits as a phone number may be a price. */
const price = /\d[\d\s.,]{0,20}\s?(?:₽|€|\$|(?:руб(?:л\p{L}{1,3})?|тыс(?:яч\p{L}?)?|млн|р|rub|usd|eur)(?!\p{L}))/giu
const handle = /(?:^|\s)@[a-z]\w{3,31}\b/iu

const introduction =
  /(?:меня зовут|моё имя|мое имя|я\s*[-—–]|это|my name is|i am|i'm|this is)\s+(\p{Lu}[\p{L}-]{1,30})/iu
/** A name at the very beginning: "Иван, +7 …". */
const leadingName = /^\s*(\p{Lu}[\p{L}-]{1,30}(?:\s+\p{Lu}[\p{L}-]{1,30}){0,2})\s*[,:;—–-]?\s+(?=[+\d@]|[\w.+-]+@)/u

export interface Contact {
  readonly name: string | null
  readonly contact: string
}

/** The phone number, e-mail or handle in a message, and the name where one is told. Null without a contact. */
export function findContact(text: string): Contact | null {
  const head = text.slice(0, 2_000)
  const contact =
    email.exec(head)?.[0] ??
    phone.exec(head.replace(dateOrTime, ' ').replace(price, ' '))?.[0] ??
    handle.exec(head)?.[0]
  if (contact === undefined) return null
  const name = introduction.exec(head)?.[1] ?? leadingName.exec(head)?.[1] ?? null
  return { name, contact: contact.trim() }
}
