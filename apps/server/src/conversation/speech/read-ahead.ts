import { EventQueue } from '#server/platform/events/event-queue.ts'

export interface ReadAheadOptions {
  /** Sources that are open at once, the one being read included. */
  readonly maxAhead: number
  /** Items of one source that may wait. */
  readonly maxBuffered: number
  readonly signal: AbortSignal
}

/**
 * Opens a stream for each item and yields all of them in order, while the next ones already fill their buffers.
 * Null from `open` skips an item. Whoever stops early stops every open stream.
 */
export async function* readAhead<I, T>(
  items: AsyncIterable<I>,
  open: (item: I) => AsyncIterable<T> | null,
  options: ReadAheadOptions,
): AsyncGenerator<T> {
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  const streams = new EventQueue<Buffered<T>>({ capacity: Number.MAX_SAFE_INTEGER, overflow: 'end' })
  const places = createPlaces(options.maxAhead)
  const opening = openAll()
  // Whoever reads hears of a failure through the streams; this copy only keeps it from ending the process.
  opening.catch(() => {})

  async function openAll(): Promise<void> {
    try {
      for await (const item of items) {
        await places.take()
        if (signal.aborted) return
        const source = open(item)
        if (source) streams.push(buffer(source, options.maxBuffered, signal))
        else places.free()
      }
    } finally {
      streams.end()
    }
  }

  try {
    for await (const stream of streams.read(signal)) {
      yield* stream.queue.read(signal)
      // A source that does not hear of the abort holds nobody up.
      if (signal.aborted) break
      await stream.done
      places.free()
    }
    if (!signal.aborted) await opening
    options.signal.throwIfAborted()
  } finally {
    stop.abort()
    places.free()
  }
}

interface Buffered<T> {
  readonly queue: EventQueue<T>
  /** Settles with the source; fails as it fails. */
  readonly done: Promise<void>
}

function buffer<T>(source: AsyncIterable<T>, capacity: number, signal: AbortSignal): Buffered<T> {
  const queue = new EventQueue<T>({ capacity, overflow: 'end' })
  const done = (async () => {
    try {
      for await (const item of source) {
        if (signal.aborted) return
        if (!queue.push(item)) throw new Error(`A source gave more than may wait: ${capacity}`)
      }
    } finally {
      queue.end()
    }
  })()
  done.catch(() => {}) // Read by whoever reads the stream, if it comes to that.
  return { queue, done }
}

/** A counted number of places; whoever finds none waits. */
function createPlaces(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return {
    async take(): Promise<void> {
      if (free > 0) {
        free--
        return
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    free(): void {
      const next = waiting.shift()
      if (next) next()
      else free++
    },
  }
}
