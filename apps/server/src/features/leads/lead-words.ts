import type { Lead, LeadStatus } from '@secretary/contracts/leads.contract'
import type { Language } from '@secretary/contracts/scalars'

interface LeadWords {
  readonly sheet: string
  readonly headings: Readonly<
    Record<'when' | 'name' | 'contact' | 'message' | 'status' | 'source' | 'conversation' | 'test', string>
  >
  readonly statuses: Readonly<Record<LeadStatus, string>>
  readonly sources: Readonly<Record<Lead['source'], string>>
  readonly yes: string
  readonly no: string
}

/** What a saved table of messages says, in the language of whoever saves it. */
export const leadWords: Readonly<Record<Language, LeadWords>> = {
  ru: {
    sheet: 'Сообщения',
    headings: {
      when: 'Когда',
      name: 'Имя',
      contact: 'Контакт',
      message: 'Сообщение',
      status: 'Состояние',
      source: 'Откуда',
      conversation: 'Номер разговора',
      test: 'Проба',
    },
    statuses: { new: 'новое', read: 'прочитано', done: 'готово' },
    sources: {
      panel: 'чат в панели',
      api: 'программа через API',
      telegram: 'Telegram',
      widget: 'сайт',
      phone: 'телефон',
    },
    yes: 'да',
    no: 'нет',
  },
  en: {
    sheet: 'Messages',
    headings: {
      when: 'When',
      name: 'Name',
      contact: 'Contact',
      message: 'Message',
      status: 'Status',
      source: 'Where from',
      conversation: 'Conversation id',
      test: 'Test',
    },
    statuses: { new: 'new', read: 'read', done: 'done' },
    sources: {
      panel: 'chat in the panel',
      api: 'program through the API',
      telegram: 'Telegram',
      widget: 'website',
      phone: 'phone',
    },
    yes: 'yes',
    no: 'no',
  },
}
