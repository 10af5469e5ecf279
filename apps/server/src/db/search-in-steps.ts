/** Looked through in the first query. */
const SEARCHED_AT_FIRST = 2_500
/** A query that took less is followed by one of twice as many rows: each takes a few milliseconds, and searches of several people take turns. */
const STEP_MS = 5

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
  for (let [place, count] = [after, SEARCHED_AT_FIRST]; ; ) {
    signal?.throwIfAborted()
    const end = await placeBehind(place, count)
    const askedAt = performance.now()
    found.push(...(await find({ after: place, end, limit: limit - found.length })))
    if (end === null || found.length >= limit) return { found, lookedUpTo: null }
    const now = performance.now()
    if (now - startedAt >= forMs) return { found, lookedUpTo: end }
    if (now - askedAt < STEP_MS) count *= 2
    place = end
  }
}
