import type { CatalogueShape } from '../catalogue-shape.ts'
import type { join as russian } from '../ru/join.ts'

export const join = {
  pageTitle: 'Invitation',
  title: 'You are invited: {business}',
  anyBusiness: 'Secretary',
  intro: 'Choose a name and a password. Your role is “{role}”.',
  introBy: 'Invited by {name}. Choose a name and a password. Your role is “{role}”.',
  submit: 'Create the account',
} satisfies CatalogueShape<typeof russian>
