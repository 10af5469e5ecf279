/** The smallest value that at least this share of the values does not exceed (nearest rank). Null of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
