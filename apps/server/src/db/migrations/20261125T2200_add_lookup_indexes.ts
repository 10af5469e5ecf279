import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** Counts of the FAQ without reading the entries, and failed log-ins that are old enough to forget. */
export async function up(db: Db): Promise<void> {
  await db.schema
    .createIndex('faq_entries_live')
    .on('faq_entries')
    .columns(['deleted_at', 'is_enabled', 'language'])
    .execute()
  await db.schema.createIndex('login_failures_age').on('login_failures').column('last_failure_at').execute()
}
