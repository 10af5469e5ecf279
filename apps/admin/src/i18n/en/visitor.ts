import type { CatalogueShape } from '../catalogue-shape.ts'
import type { visitor as russian } from '../ru/visitor.ts'

export const visitor = {
  title: 'Try as a visitor',
  description: 'This is what a customer sees. The talk is marked as a test and is not counted.',
  window: 'The customer’s window',
  anyBusiness: 'Your business',
  startTitle: 'Hello!',
  startText: 'Ask as a customer would: briefly, with typos, in your own words.',
  again: 'Start again',
  behind: 'See behind it',
} satisfies CatalogueShape<typeof russian>
