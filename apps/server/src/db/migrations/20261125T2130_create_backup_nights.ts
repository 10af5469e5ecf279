import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('backup_nights')
    .addColumn('night', 'text', (c) => c.primaryKey())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('lease_until', 'text', (c) => c.notNull())
    .addColumn('finished_at', 'text')
    .execute()
}
