import type { Language } from '@secretary/contracts/scalars'

/** What the secretary says by itself, when neither the FAQ nor a model has an answer. It promises nothing it can't keep. */
export const secretaryTexts: Record<
  Language,
  {
    greeting: string
    suggestions: string
    unknown: string
    unknownShort: string
    /** Where nobody could be told. */
    unknownAlone: string
    taken: (name: string | null) => string
  }
> = {
  ru: {
    greeting: 'Здравствуйте! Чем могу помочь?',
    suggestions: 'Возможно, вы спрашиваете об одном из этого:',
    unknown:
      'К сожалению, я не знаю точного ответа и не хочу ничего выдумывать. Оставьте имя и телефон или почту — я передам ваш вопрос, и вам ответит человек.',
    unknownAlone: 'К сожалению, я не знаю точного ответа и не хочу ничего выдумывать.',
    unknownShort:
      'На этот вопрос у меня ответа нет. Если хотите, оставьте имя и телефон или почту — передам его человеку.',
    taken: (name) =>
      `Спасибо${name === null ? '' : `, ${name}`}! Записал ваш контакт и вопрос и передам их. С вами свяжутся.`,
  },
  en: {
    greeting: 'Hello! How can I help?',
    suggestions: 'Perhaps you are asking about one of these:',
    unknown:
      "I'm afraid I don't know the exact answer, and I don't want to make one up. Leave your name and a phone number or e-mail: I will pass your question on, and a person will reply.",
    unknownAlone: "I'm afraid I don't know the exact answer, and I don't want to make one up.",
    unknownShort:
      "I don't have an answer to that. If you like, leave your name and a phone number or e-mail, and I will pass it on to a person.",
    taken: (name) =>
      `Thank you${name === null ? '' : `, ${name}`}! I have noted your contact and your question and will pass them on. Somebody will get in touch.`,
  },
}
