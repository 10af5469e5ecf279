import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** Price lists that were brought in from a file, and how to take each of them back. */
export async function up(db: Db): Promise<void> {
  await db.schema
    .createTable('service_imports')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('undo', 'text', (c) => c.notNull())
    .addColumn('applied_at', 'text', (c) => c.notNull())
    .addColumn('undone_at', 'text')
    .execute()
}
