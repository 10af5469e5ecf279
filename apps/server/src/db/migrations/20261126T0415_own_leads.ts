import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** The messages of one person's visitors are read without looking at everybody else's: whose a message is stands in it. */
export async function up(db: Db): Promise<void> {
  await db.schema.alterTable('leads').addColumn('owner_id', 'text').execute()
  await sql`update leads set owner_id = (select owner_id from conversations where conversations.id = leads.conversation_id)`.execute(
    db,
  )
  await sql`create index leads_owner_list on leads (owner_id, created_at, id) where owner_id is not null`.execute(db)
}
