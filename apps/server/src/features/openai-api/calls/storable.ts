/** What the columns of PostgreSQL hold. */
const MOST = 2 ** 31 - 1

/** Clients and vendors call things as they like, and count as they like: one row that a database refuses would take its neighbours with it. */
export function storable(value: unknown): unknown {
  if (typeof value === 'number') return Math.min(value, MOST)
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\u0000'))) return value
  return value.toWellFormed().replaceAll('\u0000', '')
}
