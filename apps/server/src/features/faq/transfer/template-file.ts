import type { Language } from '@secretary/contracts/scalars'
import type { TransferEntry } from './import-row.ts'
import { entryWriters } from './write-entries.ts'

const noLists = { phrasings: [], keywords: [], patterns: [], exclusions: [], priority: 0, isEnabled: true }

const examples: Record<Language, TransferEntry[]> = {
  ru: [
    {
      ...noLists,
      question: 'Когда вы работаете?',
      answer: 'Мы открыты каждый день с 9 до 21.',
      phrasings: ['До скольки вы открыты?', 'Какой у вас график?'],
      keywords: ['график работы', 'часы'],
      language: 'ru',
    },
    {
      ...noLists,
      question: 'Как к вам доехать?',
      answer: 'Пять минут пешком от метро, вход со двора.',
      phrasings: ['Где вы находитесь?', 'Какой у вас адрес?'],
      patterns: ['*как доехать*'],
      exclusions: ['Как доехать до аэропорта?'],
      language: 'ru',
    },
  ],
  en: [
    {
      ...noLists,
      question: 'When are you open?',
      answer: 'Every day from 9 am to 9 pm.',
      phrasings: ['What are your opening hours?', 'How late are you open?'],
      keywords: ['opening hours', 'schedule'],
      language: 'en',
    },
    {
      ...noLists,
      question: 'How do I get to you?',
      answer: 'Five minutes on foot from the station, entrance from the yard.',
      phrasings: ['Where are you?', 'What is your address?'],
      patterns: ['*how to get to you*'],
      exclusions: ['How do I get to the airport?'],
      language: 'en',
    },
  ],
}

/** A file with headings and two examples, to be filled in and imported. */
export async function templateFile(
  language: Language,
  format: 'csv' | 'xlsx' | 'json',
  options: { signal: AbortSignal },
): Promise<Uint8Array> {
  return entryWriters[format](examples[language], { ...options, language })
}
