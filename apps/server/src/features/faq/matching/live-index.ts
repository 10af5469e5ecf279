import { abortableSlices } from './abortable-slices.ts'
import { buildIndex } from './build-index.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import { createGrowingIndex, type GrowingIndex } from './growing-index.ts'
import { createIndexLayer, type IndexLayer } from './index-layer.ts'
import { createLivePatterns } from './live-patterns.ts'

/** Edits are merged into the base from this many on, and when they are a good part of it. */
const MERGE_FROM = 256
const MERGE_SHARE = 0.05

interface State {
  readonly base: IndexLayer
  readonly overlay: IndexLayer
  readonly overlayIndex: GrowingIndex
  readonly overlayEntries: FaqIndexEntry[]
  readonly homes: Map<string, { layer: IndexLayer; number: number; entry: FaqIndexEntry }>
  readonly patterns: ReturnType<typeof createLivePatterns>
}

export interface LiveIndex {
  readonly size: number
  readonly layers: readonly IndexLayer[]
  get(id: string): FaqIndexEntry | null
  findByPattern(normalized: string, written: string): FaqIndexEntry[]
  upsert(entry: FaqIndexEntry): void
  remove(id: string): void
  /** @throws the signal's reason on abort; what was there before then stays. */
  replaceAll(entries: readonly FaqIndexEntry[], signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * A base that is built once, off the main thread when it is large, and an overlay of what was edited since, which is merged
 * into a new base in the background. Until a new base is there, the old one answers.
 */
export function createLiveIndex({ workerFrom }: { workerFrom: number }): LiveIndex {
  let state = createState(createGrowingIndex(), [])
  /** Builds that run; each is told of the edits made meanwhile. */
  const builds = new Set<Map<string, FaqIndexEntry | null>>()
  let generation = 0
  let merging: { controller: AbortController; done: Promise<void> } | null = null

  function edit(id: string, entry: FaqIndexEntry | null): void {
    applyEdit(state, id, entry)
    for (const edits of builds) edits.set(id, entry)
    const { length } = state.overlayEntries
    if (!merging && length >= MERGE_FROM && length >= state.base.entries.length * MERGE_SHARE) startMerging()
  }

  async function rebuild(entries: readonly FaqIndexEntry[], signal: AbortSignal): Promise<void> {
    const own = ++generation
    const edits = new Map<string, FaqIndexEntry | null>()
    builds.add(edits)
    try {
      const unique = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
      const fresh = createState(await buildIndex(unique, { workerFrom, signal }), unique)
      let number = 0
      for await (const entry of abortableSlices(unique, signal)) {
        fresh.homes.set(entry.id, { layer: fresh.base, number: number++, entry })
        fresh.patterns.put(entry)
      }
      for await (const [id, entry] of abortableSlices([...edits], signal)) {
        applyEdit(fresh, id, entry)
        edits.delete(id)
      }
      // What was edited during the last pause.
      for (const [id, entry] of edits) applyEdit(fresh, id, entry)
      // A later build has begun from newer entries.
      if (own === generation) state = fresh
    } finally {
      builds.delete(edits)
    }
  }

  function startMerging(): void {
    const controller = new AbortController()
    const done = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() =>
        rebuild(
          Array.from(state.homes.values(), ({ entry }) => entry),
          controller.signal,
        ),
      )
      // The overlay goes on answering; the next edit tries again.
      .catch(() => {})
      .finally(() => {
        merging = null
      })
    merging = { controller, done }
  }

  return {
    get size() {
      return state.homes.size
    },
    get layers() {
      return state.overlayEntries.length > 0 ? [state.base, state.overlay] : [state.base]
    },
    get: (id) => state.homes.get(id)?.entry ?? null,
    findByPattern: (normalized, written) => state.patterns.find(normalized, written),
    upsert: (entry) => edit(entry.id, entry),
    remove: (id) => edit(id, null),
    async replaceAll(entries, signal) {
      merging?.controller.abort()
      await rebuild(entries, signal)
    },
    async close() {
      merging?.controller.abort()
      await merging?.done
    },
  }
}

function createState(base: Parameters<typeof createIndexLayer>[0], entries: readonly FaqIndexEntry[]): State {
  const overlayIndex = createGrowingIndex()
  const overlayEntries: FaqIndexEntry[] = []
  return {
    base: createIndexLayer(base, entries),
    overlay: createIndexLayer(overlayIndex, overlayEntries),
    overlayIndex,
    overlayEntries,
    homes: new Map(),
    patterns: createLivePatterns(),
  }
}

function applyEdit(state: State, id: string, entry: FaqIndexEntry | null): void {
  const home = state.homes.get(id)
  home?.layer.retire(home.number)
  state.homes.delete(id)
  if (entry === null) {
    state.patterns.remove(id)
    return
  }
  const number = state.overlayIndex.add(entry)
  state.overlayEntries.push(entry)
  state.overlay.forget()
  state.homes.set(id, { layer: state.overlay, number, entry })
  state.patterns.put(entry)
}
