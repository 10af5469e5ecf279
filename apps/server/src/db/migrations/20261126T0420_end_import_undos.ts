import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** When an import was taken back whole: one that was begun to be taken back, and not ended, is gone on with after a crash. */
export async function up(db: Db): Promise<void> {
  await db.schema.alterTable('faq_imports').addColumn('undo_ended_at', 'text').execute()
  await sql`update faq_imports set undo_ended_at = undone_at`.execute(db)
}
