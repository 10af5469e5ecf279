import { parentPort } from 'node:worker_threads'
import type { IndexedEntry } from './faq-match.ts'
import { createGrowingIndex } from './growing-index.ts'
import { buffersOf, packIndex } from './packed-index.ts'

/** Takes entries slice by slice, and gives back the packed index after the last (`null`). */
const index = createGrowingIndex()

parentPort?.on('message', (slice: readonly IndexedEntry[] | null) => {
  if (slice) {
    for (const entry of slice) index.add(entry)
    return
  }
  const packed = packIndex(index)
  parentPort?.postMessage(packed, buffersOf(packed))
  parentPort?.close()
})
