import type { CatalogueShape } from '../catalogue-shape.ts'
import type { voice as russian } from '../ru/voice.ts'

export const voice = {
  title: 'Voice',
  description: 'The secretary can speak while it is still writing.',
  enabled: 'Answer by voice',
  enabledHelp: 'Switch it off if the secretary should answer by text only.',
  speed: 'Pace',
  listen: 'Listen',
  stop: 'Stop',
  sample: 'Hello! I am your secretary. How can I help?',
  spare: 'The spare voice: robotic, but always at hand and without the internet.',
  notInstalled:
    'The voice is not installed: start the secretary once more with internet access. Until then answers come as text.',
} satisfies CatalogueShape<typeof russian>
