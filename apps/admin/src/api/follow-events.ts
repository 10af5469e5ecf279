import type { ServerSentEvent } from './parse-event-stream.ts'

export interface FollowOptions {
  /** Calls `onOpen` when the server has accepted. */
  readonly open: (lastEventId: string, onOpen: () => void) => AsyncIterable<ServerSentEvent>
  readonly onEvent: (event: ServerSentEvent) => void
  /** A connection stands again after a break: what happened in between is unknown. */
  readonly onReconnect: () => void
  /** Waits that long, or until the signal aborts. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000

/** Keeps a stream of events open: after a break it waits, twice as long each time, and goes on from the last id. */
export async function followEvents({ open, onEvent, onReconnect, wait, signal }: FollowOptions): Promise<void> {
  let lastEventId = ''
  let delayMs = FIRST_DELAY_MS
  let hadBreak = false
  const onOpen = () => {
    if (hadBreak) onReconnect()
    hadBreak = false
    delayMs = FIRST_DELAY_MS
  }
  while (!signal.aborted) {
    try {
      for await (const event of open(lastEventId, onOpen)) {
        lastEventId = event.id
        onEvent(event)
      }
    } catch {
      // Whatever broke it (network, restart, session), the answer is the same: try again, more and more rarely.
    }
    hadBreak = true
    if (!signal.aborted) await wait(delayMs, signal)
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
  }
}
