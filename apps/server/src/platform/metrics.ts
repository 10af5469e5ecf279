import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { createRequestTimes, type RequestTimes } from './request-times.ts'

export interface Metrics {
  readonly registry: Registry
  readonly requestTimes: RequestTimes
  readonly turnStageSeconds: Histogram<'stage'>
  readonly turns: Counter<'source'>
}

/** From a millisecond to half a minute. */
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requestTimes: createRequestTimes({ registry, buckets: SECONDS_BUCKETS }),
    turnStageSeconds: new Histogram({
      name: 'secretary_turn_stage_seconds',
      help: 'Stages of a turn, from its start',
      labelNames: ['stage'],
      buckets: SECONDS_BUCKETS,
      registers: [registry],
    }),
    turns: new Counter({
      name: 'secretary_turns_total',
      help: 'Answered turns, by where the answer came from',
      labelNames: ['source'],
      registers: [registry],
    }),
  }
}
