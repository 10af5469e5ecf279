import type { CatalogueShape } from '../catalogue-shape.ts'
import type { pages as russian } from '../ru/pages.ts'

export const pages = {
  home: {
    title: 'Start',
    emptyTitle: 'There are no sections for you yet',
    emptyText: 'Your role is “{role}”. Ask an administrator to open the sections you need.',
  },
  notFound: {
    title: 'There is no such page',
    text: 'It may have been deleted, or the link has a mistake.',
    back: 'Go to start',
  },
  forbidden: {
    title: 'Your role can’t open this section',
    text: 'Your role is “{role}”. If you need this section for your work, ask an administrator to open it.',
    back: 'Go to start',
  },
} satisfies CatalogueShape<typeof russian>
