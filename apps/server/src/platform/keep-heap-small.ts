import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { sweepHeap } from './sweep-heap.ts'

const CHECK_EVERY_MS = 5_000
/** Whoever comes in the moment of the sweep waits 50 ms for it: nearly nobody may have come for a while. Lists make little work for us and much for the database. */
const QUIET_UTILIZATION = 0.01
/** What the heap may have grown by, with the quiet time it takes then. The first is more than the young generation takes under any usual load. */
const AFTER_STORM = { growthBytes: 128 * 1024 * 1024, quietMs: 20_000 }
const AFTER_WORK = { growthBytes: 32 * 1024 * 1024, quietMs: 600_000 }

export interface HeapKeeperDeps {
  /** Of the event loop since the last call, from 0 to 1. */
  readonly utilization: () => number
  readonly heapBytes: () => number
  readonly sweep: () => void
}

/**
 * Gives back what a storm has left. V8 collects when it needs room; after a storm there is plenty of it, and the memory would stay with a server that has
 * little to do. Only when it pays: a sweep takes compiled code with it (see `keep-compiled-code.ts`). Returns the way to stop.
 */
export function keepHeapSmall({ utilization, heapBytes, sweep }: HeapKeeperDeps = ownHeap()): () => void {
  let restingBytes = heapBytes()
  let quietMs = 0
  utilization()
  const timer = setInterval(() => {
    quietMs = utilization() < QUIET_UTILIZATION ? quietMs + CHECK_EVERY_MS : 0
    const growthBytes = heapBytes() - restingBytes
    const isWorthIt = [AFTER_STORM, AFTER_WORK].some(
      (limits) => quietMs >= limits.quietMs && growthBytes > limits.growthBytes,
    )
    if (!isWorthIt) return
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
