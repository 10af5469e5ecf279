import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { sweepHeap } from './sweep-heap.ts'

const CHECK_EVERY_MS = 5_000
/** Whoever comes in the moment of the sweep waits 50 ms for it: for so many checks in a row nearly nobody may have come. Lists make little work for us and much for the database. */
const QUIET_UTILIZATION = 0.01
const QUIET_CHECKS = 4
/** What a heap may grow by before a sweep is worth it: more than the young generation takes under any usual load. */
const GROWTH_FACTOR = 1.5
const GROWTH_BYTES = 128 * 1024 * 1024

export interface HeapKeeperDeps {
  /** Of the event loop since the last call, from 0 to 1. */
  readonly utilization: () => number
  readonly heapBytes: () => number
  readonly sweep: () => void
}

/**
 * Gives back what a storm has left. V8 collects when it needs room; after a storm there is plenty of it, and the memory would stay with a server that has
 * little to do. Only then: a sweep takes compiled code with it (see `keep-compiled-code.ts`). Returns the way to stop.
 */
export function keepHeapSmall({ utilization, heapBytes, sweep }: HeapKeeperDeps = ownHeap()): () => void {
  let restingBytes = heapBytes()
  let quietChecks = 0
  utilization()
  const timer = setInterval(() => {
    quietChecks = utilization() < QUIET_UTILIZATION ? quietChecks + 1 : 0
    if (quietChecks < QUIET_CHECKS || heapBytes() < restingBytes * GROWTH_FACTOR + GROWTH_BYTES) return
    sweep()
    // What is still there is needed.
    restingBytes = heapBytes()
  }, CHECK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

function ownHeap(): HeapKeeperDeps {
  let before = performance.eventLoopUtilization()
  return {
    utilization() {
      const { utilization } = performance.eventLoopUtilization(before)
      before = performance.eventLoopUtilization()
      return utilization
    },
    heapBytes: () => getHeapStatistics().total_heap_size,
    sweep: sweepHeap,
  }
}
