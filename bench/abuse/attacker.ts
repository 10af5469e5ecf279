import { attacks } from './attacks.ts'
import type { Target } from './victim.ts'

/** The attacks run in a process of their own: what they cost themselves is not what the well-behaved user waits for. */
export type Order = { readonly begin: string; readonly target: Target } | 'stop'

const controller = new AbortController()

process.on('message', (order: Order) => {
  if (order === 'stop') controller.abort()
  else attacks[order.begin]?.(order.target, controller.signal).then(() => process.disconnect())
})
