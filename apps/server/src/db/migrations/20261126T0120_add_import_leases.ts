import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** Until when an import that runs is somebody's: another node must not take it for one that a crash cut short. */
export async function up(db: Db): Promise<void> {
  await db.schema.alterTable('faq_imports').addColumn('lease_until', 'text').execute()
}
