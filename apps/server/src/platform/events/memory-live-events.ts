import { EventQueue } from './event-queue.ts'
import type { LiveEvent, LiveEvents } from './live-events.ts'

/** A panel that lags by more than this has lost its place anyway and reloads what it shows. */
const QUEUE_CAPACITY = 256

export function createMemoryLiveEvents(): LiveEvents {
  const listeners = new Set<(event: LiveEvent) => void>()

  function listen(listener: (event: LiveEvent) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    publish(event) {
      for (const listener of listeners) listener(event)
    },
    listen,
    subscribe({ signal }) {
      const queue = new EventQueue<LiveEvent>({ capacity: QUEUE_CAPACITY, overflow: 'drop-oldest' })
      const stop = listen((event) => queue.push(event))
      return readAndStop(queue, stop, signal)
    },
  }
}

async function* readAndStop(
  queue: EventQueue<LiveEvent>,
  stop: () => void,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  try {
    yield* queue.read(signal)
  } finally {
    stop()
  }
}
