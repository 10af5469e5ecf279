import type { Dialect as KyselyDialect } from 'kysely'
import type { DatabaseSource } from '#server/db/database-source.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'

/** What differs between the databases, named. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql'
  readonly kysely: KyselyDialect
  readonly source: DatabaseSource
  /** A verified copy before a migration; null where the database is not a file of ours. */
  readonly backUp: ((label: string) => Promise<string>) | null
  /** True when the error says that a unique index refused a row. */
  isUniqueViolation(error: unknown): boolean
  /** True when the disk (or the quota) is full. */
  isStorageFull(error: unknown): boolean
  openWriter(): Promise<DurableWriter>
  /** Gives back what it holds beside its connections. */
  release(): void
}
