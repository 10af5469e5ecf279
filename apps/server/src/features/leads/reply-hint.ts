import type { Language } from '@secretary/contracts/scalars'

const QUOTED_CHARACTERS = 160

const texts: Record<Language, { greeting: (name: string | null) => string; asked: (question: string) => string }> = {
  ru: {
    greeting: (name) => (name === null ? 'Здравствуйте!' : `Здравствуйте, ${name}!`),
    asked: (question) => `Вы спрашивали: «${question}». Отвечаю: `,
  },
  en: {
    greeting: (name) => (name === null ? 'Hello!' : `Hello ${name}!`),
    asked: (question) => `You asked: “${question}”. Here is the answer: `,
  },
}

/** How an answer to a visitor may begin, in his language; the answer itself is a person's to write. */
export function replyHint(lead: { name: string | null; message: string; language: Language }): string {
  const { greeting, asked } = texts[lead.language]
  const question = firstLine(lead.message)
  return question === '' ? greeting(lead.name) : `${greeting(lead.name)} ${asked(question)}`
}

/** The question that nobody could answer stands first; the contact follows it. */
function firstLine(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').trim()
  return line.length <= QUOTED_CHARACTERS ? line : `${line.slice(0, QUOTED_CHARACTERS).toWellFormed().trimEnd()}…`
}
