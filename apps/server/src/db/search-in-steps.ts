/** Looked through in the first query, and in any at least: where all of them come from a cold disk that takes some ten milliseconds. */
const FEWEST_ROWS = 1_000
/** What a query is meant to take: searches of several people take turns, and whoever has waited long enough gets what was found. */
const STEP_MS = 4

interface Search<Place, Row> {
  readonly after: Place | null
  readonly limit: number
  /** Who searches has gone: nobody looks on for him. */
  readonly signal?: AbortSignal | undefined
  /** It stops when so much time has passed, wherever it is. @default it looks to the end */
  readonly forMs?: number
  /** So many rows further on, by an index alone; null where the list ends before. */
  placeBehind(after: Place | null, count: number): Promise<Place | null>
  /** What matches behind one place up to another, which is the end of the list where it is null. */
  find(range: { after: Place | null; end: Place | null; limit: number }): Promise<Row[]>
}

/** Goes through a long list in its order. `lookedUpTo` is where the time was over, null where enough was found or nothing is left. */
export async function searchInSteps<Place, Row>({
  after,
  limit,
  signal,
  forMs = Number.POSITIVE_INFINITY,
  placeBehind,
  find,
}: Search<Place, Row>): Promise<{ found: Row[]; lookedUpTo: Place | null }> {
  const found: Row[] = []
  const startedAt = performance.now()
  for (let [place, count] = [after, FEWEST_ROWS]; ; ) {
    signal?.throwIfAborted()
    const end = await placeBehind(place, count)
    const askedAt = performance.now()
    found.push(...(await find({ after: place, end, limit: limit - found.length })))
    if (end === null || found.length >= limit) return { found, lookedUpTo: null }
    const now = performance.now()
    if (now - startedAt >= forMs) return { found, lookedUpTo: end }
    count = nextCount(count, now - askedAt)
    place = end
  }
}

/** As many rows as the last ones would let pass in that time, and not more than twice as many: what lies behind may be on disk. */
function nextCount(count: number, tookMs: number): number {
  const fitting = Math.floor((count * STEP_MS) / Math.max(tookMs, 0.1))
  return Math.max(FEWEST_ROWS, Math.min(count * 2, fitting))
}
