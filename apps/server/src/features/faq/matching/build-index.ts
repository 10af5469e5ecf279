import { Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import type { FaqIndexEntry, IndexedEntry } from './faq-match.ts'
import { createGrowingIndex } from './growing-index.ts'
import type { IndexReader } from './index-reader.ts'
import { type PackedIndex, readPackedIndex } from './packed-index.ts'
import { walkInSlices } from './walk-in-slices.ts'

/** Copying this many entries to the worker takes a millisecond, and one with a hundred phrasings each a few. */
const ENTRIES_A_MESSAGE = 100

export interface BuildOptions {
  /** More entries than this are indexed by a worker thread. */
  readonly workerFrom: number
  readonly signal: AbortSignal
}

/** Indexes entries, numbered in their order, without holding the event loop. @throws the signal's reason on abort */
export async function buildIndex(entries: readonly FaqIndexEntry[], options: BuildOptions): Promise<IndexReader> {
  const { workerFrom, signal } = options
  signal.throwIfAborted()
  if (entries.length > workerFrom) return readPackedIndex(await buildInWorker(entries, signal))
  const index = createGrowingIndex()
  await walkInSlices(entries, signal, (entry) => void index.add(entry))
  return index
}

async function buildInWorker(entries: readonly FaqIndexEntry[], signal: AbortSignal): Promise<PackedIndex> {
  const worker = new Worker(new URL('./build-index.worker.ts', import.meta.url), { env: engineEnvironment })
  // A half-built index is no reason for the process to stay.
  worker.unref()
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const packed = new Promise<PackedIndex>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(signal.reason ?? new Error('The index worker ended without an index')))
    })
    // Whoever awaits it below hears of a failure; until then it must not count as unhandled.
    packed.catch(() => {})
    for (let start = 0; start < entries.length && !signal.aborted; start += ENTRIES_A_MESSAGE) {
      worker.postMessage(entries.slice(start, start + ENTRIES_A_MESSAGE).map(indexedOf))
      await nextTurn()
    }
    worker.postMessage(null)
    return await packed
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function indexedOf({ question, phrasings, keywords }: FaqIndexEntry): IndexedEntry {
  return { question, phrasings, keywords }
}
