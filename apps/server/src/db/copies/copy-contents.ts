/** What a copy of the database was found to hold when it was read back. */
export interface CopyContents {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>
  /** Names of the migrations it has been through, in order. */
  readonly migrations: readonly string[]
}

export interface CheckedCopy extends CopyContents {
  readonly sizeBytes: number
  readonly sha256: string
}

/** The first table whose number of rows differs, as a sentence; null where both hold the same. */
export function describeDifference(expected: CopyContents['tables'], found: CopyContents['tables']): string | null {
  for (const table of new Set([...Object.keys(expected), ...Object.keys(found)]))
    if (expected[table] !== found[table])
      return `${table} has ${found[table] ?? 'no'} rows where ${expected[table] ?? 'none'} should be`
  return null
}
