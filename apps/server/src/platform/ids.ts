import { randomBytes } from 'node:crypto'

/** Asking the system for random bytes costs as much as all the rest; so it is asked for many at a time. */
const RANDOM_POOL_BYTES = 4_096
const ID_BYTES = 16
let pool = randomBytes(RANDOM_POOL_BYTES)
let poolPosition = 0
let lastMs = 0
let sequence = 0

/**
 * A time-ordered UUID (version 7, RFC 9562): 48 bits of milliseconds, a 12-bit counter that keeps ids of one process
 * in order within a millisecond, 62 random bits.
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = takeRandom(1)[0] ?? 0
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const bytes = takeRandom(ID_BYTES)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Every byte is handed out once. */
function takeRandom(length: number): Buffer {
  if (poolPosition + length > pool.length) {
    pool = randomBytes(RANDOM_POOL_BYTES)
    poolPosition = 0
  }
  const bytes = pool.subarray(poolPosition, poolPosition + length)
  poolPosition += length
  return bytes
}
