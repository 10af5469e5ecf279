import type { LiveMessage } from '@secretary/contracts/realtime/live.messages'

/** Who an event is for: nobody named means everybody whose permissions allow it. */
export interface LiveEvent {
  readonly message: LiveMessage
  /** Owner of the conversation or session it speaks of; null for the business's own things. */
  readonly ownerId: string | null
}

/** One bus for the whole installation. In one process it is memory; Redis pub/sub can take its place. */
export interface LiveEvents {
  publish(event: LiveEvent): void
  /** Every event from now on; ends on abort. A subscriber that doesn't read loses the oldest events, not the server's memory. */
  subscribe(options: { signal: AbortSignal }): AsyncIterable<LiveEvent>
  /** For services of this process; called in the same turn. Returns the way to stop. */
  listen(listener: (event: LiveEvent) => void): () => void
}
