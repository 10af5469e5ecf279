import type { CatalogueShape } from '../catalogue-shape.ts'
import type { layout as russian } from '../ru/layout.ts'

export const layout = {
  product: 'Secretary',
  skipToContent: 'Skip to content',
  navigation: 'Sections',
  openNavigation: 'Open sections',
  closeNavigation: 'Close sections',
  collapse: 'Collapse menu',
  expand: 'Expand menu',
  resize: 'Menu width',
  groups: {
    monitoring: 'Overview',
    engines: 'Voice and AI',
    channels: 'Channels',
    business: 'Business',
    system: 'System',
  },
  userMenu: 'Menu: {name}',
  logOut: 'Log out',
  roles: { admin: 'Administrator', user: 'Operator', guest: 'Guest' },
  demo: 'A demonstration: clinic, conversations and model answers are made up. Changes last until the next start.',
  offline: 'No connection to the server. What is on screen stays. Trying to reconnect…',
  noConnection: {
    title: 'No connection to the server',
    text: 'The panel will open by itself as soon as the server answers. Check the network, and that the computer Secretary runs on is on.',
  },
  newVersion: 'A new version of the panel is ready. Load it when it suits you.',
  crashed: {
    title: 'This page broke',
    text: 'The other sections work. Try opening the page again.',
    retry: 'Open again',
  },
  outdated: {
    title: 'The panel was updated',
    text: 'Load the new version to open this section. Unsaved changes on this page will be lost.',
    reload: 'Load the new version',
  },
} satisfies CatalogueShape<typeof russian>
