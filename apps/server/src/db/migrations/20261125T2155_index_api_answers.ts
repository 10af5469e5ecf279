import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
export async function up(db: Kysely<any>): Promise<void> {
  // Most calls are passed through and answered by a vendor: those are not looked at.
  await sql`create index api_calls_answers on api_calls (created_at, answer_source, first_byte_ms, api_key_id) where answer_source is not null`.execute(
    db,
  )
}
