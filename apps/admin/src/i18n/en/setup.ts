import type { CatalogueShape } from '../catalogue-shape.ts'
import type { setup as russian } from '../ru/setup.ts'

export const setup = {
  pageTitle: 'Set-up',
  steps: 'Steps of the set-up',
  stepOf: 'Step {step} of {count}',
  next: 'Next',
  skip: 'Skip',
  finish: "Done, let's talk",
  createAccount: 'Create and go on',
  language: 'Language',
  languageHelp: 'Of the panel and of the ready-made answers. Customers are answered in their own language.',
  businessName: 'The name of your business',
  businessNameHelp: 'The secretary introduces itself with it.',
  businessNameMissing: 'Enter a name',
  nameHelp: 'You will log in with it.',
  passwordHelp: 'At least {count} characters.',
  passwordShort: 'At least {count} characters are needed',
  noToken: 'To create the first owner, open the link that the secretary printed when it started.',
  newToken: 'This command on its computer makes a new link:',
  account: { title: "Let's meet", text: 'Only this is required. Everything else can be skipped and filled in later.' },
  business: { title: 'About your business', text: 'The secretary answers with what you write here and nothing else.' },
  services: { title: 'Services and prices', text: 'Add a few important ones and go on later.' },
  hours: { title: 'When you work', text: 'The secretary tells whether you are open now and when you will be.' },
  questions: {
    title: 'Ready questions and answers',
    text: 'Choose what is closest to your business. Your address, hours and prices go in by themselves, and every answer can be edited.',
  },
  model: {
    title: 'Language model',
    text: 'Have a key or a model of your own? Connect it. If not, skip this: the secretary answers from questions and answers.',
  },
  voice: { title: 'Voice', text: 'Listen to how the secretary speaks.' },
  done: { title: 'Done', text: 'Your secretary works.' },
} satisfies CatalogueShape<typeof russian>
