import { takeGarbageCollector } from './garbage-collector.ts'

/**
 * Collects everything once, in some 60 ms: for the time right after the start, when nobody waits yet. What loading leaves behind
 * would stay in the memory of a server with little to do for days: V8 sweeps when it needs room, not when others do.
 * As a last resort it also gives back what it keeps ready for new objects.
 */
export function sweepHeap(): void {
  const collect = takeGarbageCollector()
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
