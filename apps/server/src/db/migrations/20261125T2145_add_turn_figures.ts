import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** What the figures of a day are counted from stands in the turn itself, so that one index answers. */
export async function up(db: Db): Promise<void> {
  await db.schema
    .alterTable('turns')
    .addColumn('source', 'text', (c) => c.notNull().defaultTo('panel'))
    .execute()
  await db.schema.alterTable('turns').addColumn('first_text_ms', 'double precision').execute()
  await sql`update turns set source = (select source from conversations where conversations.id = turns.conversation_id)`.execute(
    db,
  )
  await sql`create index turns_figures on turns (created_at, source, answer_source, first_text_ms, conversation_id)`.execute(
    db,
  )
}
