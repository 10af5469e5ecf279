import { randomUUID } from 'node:crypto'

/** Where the 62 random bits begin in the text of a random UUID, with its variant in front. */
const RANDOM_PART_AT = 19
const LARGEST_SEQUENCE = 0xfff
const FIRST_SEQUENCE_BELOW = 0x100
let lastMs = 0
/** `xxxxxxxx-xxxx-7`: the time of `lastMs`. */
let timePart = ''
let sequence = 0

/**
 * A time-ordered UUID (version 7, RFC 9562): 48 bits of milliseconds, a 12-bit counter that keeps ids of one process
 * in order within a millisecond, 62 random bits.
 */
export function newId(nowMs: number = Date.now()): string {
  const random = randomUUID()
  if (nowMs > lastMs) startAt(nowMs, Number.parseInt(random.slice(0, 8), 16) % FIRST_SEQUENCE_BELOW)
  else if (sequence === LARGEST_SEQUENCE) startAt(lastMs + 1, 0)
  else sequence++
  return `${timePart}${sequence.toString(16).padStart(3, '0')}-${random.slice(RANDOM_PART_AT)}`
}

/** Not after any id of this moment or a later one. */
export function earliestIdAt(ms: number): string {
  return `${timePartOf(ms)}000-8000-000000000000`
}

function startAt(ms: number, first: number): void {
  lastMs = ms
  sequence = first
  timePart = timePartOf(ms)
}

function timePartOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7`
}
