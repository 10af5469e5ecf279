import { Histogram, type Registry } from 'prom-client'

interface RequestTime {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

export interface RequestTimes {
  note(time: RequestTime): void
}

/** What waits is counted when somebody looks, and when this many have come together: few enough to be young when they go. */
const COUNTED_AT_ONCE = 50

/**
 * The histogram of all requests. Looking for a series costs less than half when it is done for many in a row and not for each
 * request between other things.
 */
export function createRequestTimes(options: { registry: Registry; buckets: number[] }): RequestTimes {
  let waiting: RequestTime[] = []
  const histogram = new Histogram({
    name: 'secretary_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: options.buckets,
    registers: [options.registry],
    collect: count,
  })

  function count(): void {
    const noted = waiting
    waiting = []
    for (const { seconds, ...labels } of noted) histogram.observe(labels, seconds)
  }

  return {
    note(time) {
      waiting.push(time)
      if (waiting.length >= COUNTED_AT_ONCE) count()
    },
  }
}
