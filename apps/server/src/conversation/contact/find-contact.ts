import { findName } from './find-name.ts'
import { findPhone } from './find-phone.ts'

const email = /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u
const handle = /(?<![\p{L}\p{N}_.@])@[a-z]\w{3,31}\b/iu
const telegramLink = /(?<![\p{L}\p{N}_.])(?:https?:\/\/)?(?:t|telegram)\.me\/@?[a-z]\w{3,31}\b/iu
const telegramName =
  /(?<!\p{L})(?:(?:телеграм|телег|тг)\p{L}{0,2}\s*[:—–-]?|(?:telegram|tg)(?:\s*[:—–-]|\s+is))\s*(?<name>[a-z]\w{4,31})\b/iu

export interface Contact {
  readonly name: string | null
  readonly contact: string
}

/** The phone number, e-mail or Telegram name in a message, and the name where one is told. Null without a contact. */
export function findContact(text: string, options?: { isAsked: boolean }): Contact | null {
  const head = text.slice(0, 2_000)
  const contact =
    email.exec(head)?.[0] ??
    findPhone(head, options) ??
    handle.exec(head)?.[0] ??
    telegramLink.exec(head)?.[0] ??
    telegramName.exec(head)?.groups?.name
  return contact === undefined ? null : { name: findName(head, contact), contact }
}
