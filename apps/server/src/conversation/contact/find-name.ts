const introduction = /(?:меня зовут|зовите меня|мо[её] имя|my name is)\s*[-—–:]?\s*([\p{L}][\p{L}-]{1,30})/iu
/** Only a capital letter tells a name from "это мой номер" and "I am interested". */
const weakIntroduction =
  /(?<!\p{L})(?:[Ээ]то|[Яя](?:\s*[-—–])?|[Ii] am|[Ii]['’]m|[Tt]his is)\s+(\p{Lu}\p{Ll}[\p{L}-]{0,30})/u
const NAME = '\\p{Lu}\\p{Ll}[\\p{L}-]{0,30}(?:\\s+\\p{Lu}\\p{Ll}[\\p{L}-]{0,30}){0,2}'
/** "Иван, +7 …" */
const leading = new RegExp(`^\\s*(${NAME})\\s*[,:;—–-]?\\s*$`, 'u')
/** "+7 …, Иван" */
const trailing = new RegExp(`^[\\s,;.—–-]+(${NAME})\\s*[.!]?\\s*$`, 'u')
const bare = new RegExp(`^\\s*(${NAME})\\s*[.!]?\\s*$`, 'u')
const noName =
  /^(?:(?:тел|моб|номер|мой|моя|моё|мое|да|нет|ок|вот|mail|my|mine|tel|call|hi|yes|no|ok|sure|here|number)(?!\p{L})|(?:телефон|мобильн|сотов|звон|позвон|перезвон|набер|почт|адрес|пиш|напиш|свяж|телег|ватсап|вотсап|вайбер|мейл|контакт|здравств|привет|добр(?:ый|ое|ого)|хорошо|запиш|спасибо|жду|пожалуйста|конечно|phone|mobile|e-?mail|write|contact|telegram|whatsapp|viber|hello|thank|please))/iu

/** The name somebody tells beside a contact; null without one. `contact` is a part of the text. */
export function findName(text: string, contact: string): string | null {
  const told = introduction.exec(text)?.[1] ?? weakIntroduction.exec(text)?.[1]
  if (told !== undefined) return capitalize(told)
  const start = text.indexOf(contact)
  if (start === -1) return null
  const beside = leading.exec(text.slice(0, start))?.[1] ?? trailing.exec(text.slice(start + contact.length))?.[1]
  return beside === undefined || noName.test(beside) ? null : beside
}

/** A message that is a name and nothing else; null otherwise. */
export function readBareName(text: string): string | null {
  const name = bare.exec(text)?.[1]
  return name === undefined || noName.test(name) ? null : name
}

function capitalize(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
