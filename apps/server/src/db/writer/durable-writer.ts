import type { CompiledQuery } from 'kysely'

/** Statements that belong together: all of them are stored, or none. */
export type WriteUnit = readonly CompiledQuery[]

/**
 * Writes that somebody waits for. Units that arrive close together share one commit (and one fsync),
 * a unit that fails takes none of its neighbours with it.
 */
export interface DurableWriter {
  /** Resolves after the commit: what it acknowledges survives `kill -9` and a power cut. */
  commit(unit: WriteUnit): Promise<void>
  close(): Promise<void>
}
