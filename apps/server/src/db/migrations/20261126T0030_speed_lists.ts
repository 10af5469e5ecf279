import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/**
 * The list of questions is read in its order and counted in the same index, and the figures of one person are read
 * without looking at everybody else's conversations: whose a turn is stands in the turn itself.
 */
export async function up(db: Db): Promise<void> {
  await db.schema.dropIndex('faq_entries_live').execute()
  await sql`create index faq_entries_list on faq_entries (updated_at, id, is_enabled, language) where deleted_at is null`.execute(
    db,
  )
  await db.schema.alterTable('turns').addColumn('owner_id', 'text').execute()
  await sql`update turns set owner_id = (select owner_id from conversations where conversations.id = turns.conversation_id)`.execute(
    db,
  )
  await sql`create index turns_owner_figures on turns (owner_id, created_at, source, answer_source, first_text_ms, conversation_id) where owner_id is not null`.execute(
    db,
  )
}
