import { PostgresAdapter, type RawBuilder, sql } from 'kysely'
import type { Executor } from '#server/db/database.ts'

/**
 * True where a column holds a text that has no wildcard of LIKE in it. On PostgreSQL LIKE takes three times as long as looking for
 * the text itself, and is taken for so rare that whole tables are sorted for it; SQLite has nothing quicker.
 */
export function holdsText(executor: Executor, column: string, text: string): RawBuilder<boolean> {
  return executor.getExecutor().adapter instanceof PostgresAdapter
    ? sql<boolean>`strpos(${sql.ref(column)}, ${text}) > 0`
    : sql<boolean>`${sql.ref(column)} like ${`%${text}%`}`
}
