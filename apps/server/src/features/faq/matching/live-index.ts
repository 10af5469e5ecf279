import { buildIndex } from './build-index.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import { createGrowingIndex, type GrowingIndex } from './growing-index.ts'
import { createIndexLayer, type IndexLayer } from './index-layer.ts'
import type { IndexReader } from './index-reader.ts'
import { createLivePatterns } from './live-patterns.ts'
import { walkInSlices } from './walk-in-slices.ts'

/** Edits are merged into the base from this many on, and when they are a good part of it. */
const MERGE_FROM = 256
const MERGE_SHARE = 0.05
/** Made again in a millisecond. */
const FEW_EDITS = 20

interface State {
  readonly base: IndexLayer
  readonly overlay: IndexLayer
  readonly overlayIndex: GrowingIndex
  readonly overlayEntries: FaqIndexEntry[]
  /** Where an entry lies: its number in the base, or, below zero, -1 minus its number in the overlay. */
  readonly homes: Map<string, number>
  readonly patterns: ReturnType<typeof createLivePatterns>
}

/** What questions are looked up in. */
export interface IndexView {
  /** The same array until something is edited, for whoever remembers what it found in them. */
  readonly layers: readonly IndexLayer[]
  findByPattern(normalized: string, written: string): FaqIndexEntry[]
}

export interface LiveIndex extends IndexView {
  readonly size: number
  get(id: string): FaqIndexEntry | null
  /** The same with some entries changed or added, for whoever asks it; this one stays as it is. */
  whatIf(entries: readonly FaqIndexEntry[]): IndexView
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
  let state = createState(createGrowingIndex(), { entries: [], homes: new Map(), patterns: createLivePatterns() })
  let layers = layersOf(state)
  /** Builds that run; each is told of the edits made meanwhile. */
  const builds = new Set<Map<string, FaqIndexEntry | null>>()
  let generation = 0
  let installed = 0
  let merging: { controller: AbortController; done: Promise<void> } | null = null

  function edit(id: string, entry: FaqIndexEntry | null): void {
    applyEdit(state, id, entry)
    layers = layersOf(state)
    for (const edits of builds) edits.set(id, entry)
    const { length } = state.overlayEntries
    if (!merging && length >= MERGE_FROM && length >= state.base.entries.length * MERGE_SHARE) startMerging()
  }

  async function rebuild(
    entries: readonly FaqIndexEntry[],
    signal: AbortSignal,
    isCurrent: (position: number) => boolean = () => true,
  ): Promise<void> {
    const own = ++generation
    const edits = new Map<string, FaqIndexEntry | null>()
    builds.add(edits)
    try {
      const unique: FaqIndexEntry[] = []
      const homes = new Map<string, number>()
      const patterns = createLivePatterns()
      await walkInSlices(entries, signal, (entry, position) => {
        if (!isCurrent(position)) return
        const number = homes.get(entry.id) ?? unique.length
        homes.set(entry.id, number)
        unique[number] = entry
        patterns.put(entry)
      })
      const fresh = createState(await buildIndex(unique, { workerFrom, signal }), { entries: unique, homes, patterns })
      while (edits.size > FEW_EDITS)
        await walkInSlices([...edits.keys()], signal, (id) => {
          const entry = edits.get(id)
          if (entry !== undefined) applyEdit(fresh, id, entry)
          edits.delete(id)
        })
      // What was edited during the last pause.
      for (const [id, entry] of edits) applyEdit(fresh, id, entry)
      // A build that began later from newer entries is there already.
      if (own < installed) return
      installed = own
      state = fresh
      layers = layersOf(state)
    } finally {
      builds.delete(edits)
    }
  }

  function startMerging(): void {
    const controller = new AbortController()
    const done = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => {
        const { base, overlay, overlayEntries } = state
        const baseCount = base.entries.length
        // What is changed from here on is made again on the new base, so that it is enough to know what was there.
        return rebuild(base.entries.concat(overlayEntries), controller.signal, (position) =>
          position < baseCount ? base.isAlive(position) : overlay.isAlive(position - baseCount),
        )
      })
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
      return layers
    },
    get: (id) => entryOf(state, id),
    findByPattern: (normalized, written) => state.patterns.find(normalized, written),
    whatIf: (entries) => viewWith({ layers, findByPattern: state.patterns.find }, entries),
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

/** Another layer in front, and what it changes hidden behind it. */
function viewWith({ layers, findByPattern }: IndexView, changed: readonly FaqIndexEntry[]): IndexView {
  const ids = new Set(changed.map(({ id }) => id))
  const index = createGrowingIndex()
  const patterns = createLivePatterns()
  for (const entry of changed) {
    index.add(entry)
    patterns.put(entry)
  }
  const hidden = layers.map((layer) => ({
    ...layer,
    isAlive: (number: number) => layer.isAlive(number) && !ids.has(layer.entries[number]?.id ?? ''),
  }))
  return {
    layers: [...hidden, createIndexLayer(index, changed)],
    findByPattern: (normalized, written) => [
      ...findByPattern(normalized, written).filter(({ id }) => !ids.has(id)),
      ...patterns.find(normalized, written),
    ],
  }
}

function createState(
  base: IndexReader,
  { entries, ...known }: Pick<State, 'homes' | 'patterns'> & { entries: readonly FaqIndexEntry[] },
): State {
  const overlayIndex = createGrowingIndex()
  const overlayEntries: FaqIndexEntry[] = []
  return {
    base: createIndexLayer(base, entries),
    overlay: createIndexLayer(overlayIndex, overlayEntries),
    overlayIndex,
    overlayEntries,
    ...known,
  }
}

function layersOf({ base, overlay, overlayEntries }: State): readonly IndexLayer[] {
  return overlayEntries.length > 0 ? [base, overlay] : [base]
}

function entryOf(state: State, id: string): FaqIndexEntry | null {
  const home = state.homes.get(id)
  if (home === undefined) return null
  return (home >= 0 ? state.base.entries[home] : state.overlayEntries[-1 - home]) ?? null
}

function applyEdit(state: State, id: string, entry: FaqIndexEntry | null): void {
  const home = state.homes.get(id)
  if (home !== undefined && home >= 0) state.base.retire(home)
  else if (home !== undefined) state.overlay.retire(-1 - home)
  state.homes.delete(id)
  if (entry === null) {
    state.patterns.remove(id)
    return
  }
  const number = state.overlayIndex.add(entry)
  state.overlayEntries.push(entry)
  state.overlay.forget()
  state.homes.set(id, -1 - number)
  state.patterns.put(entry)
}
