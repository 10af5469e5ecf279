import { constants, type NodeGCPerformanceDetail, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { takeGarbageCollector } from './garbage-collector.ts'

/** Marking goes on in other threads and takes some 50 ms. */
const MARKING_CHECK_MS = 2
const MARKING_CHECKS = 100

type GarbageEntry = PerformanceEntry & { readonly detail: NodeGCPerformanceDetail }

let collect: ((how: object) => void) | null = null
/** The whole heap is being marked: a collection now would have to end that first, at one go. */
let isMarking = false

/**
 * Collects what was made just now. For work that makes much and keeps it: left to itself, V8 does so when 16 MB have come together,
 * and copies what is kept of them in one go, while nobody has a turn for 10 to 30 ms. Often and little it costs no more in all.
 */
export async function collectYoung(): Promise<void> {
  collect ??= prepare()
  for (let check = 0; isMarking && check < MARKING_CHECKS; check++) await setTimeout(MARKING_CHECK_MS)
  collect({ type: 'minor' })
}

function prepare(): (how: object) => void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as GarbageEntry).detail // None but collections of garbage are observed.
      if (kind === constants.NODE_PERFORMANCE_GC_INCREMENTAL) isMarking = true
      if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) isMarking = false
    }
  }).observe({ entryTypes: ['gc'] })
  return takeGarbageCollector()
}
