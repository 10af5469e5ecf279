/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  readonly figure: string
  readonly value: string
  /** The rival or the floor of the same run. */
  readonly rival?: string
  readonly ratio?: string
  readonly goal?: string
  readonly isMet?: boolean
}

/** The value below which a share of the sorted numbers lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
