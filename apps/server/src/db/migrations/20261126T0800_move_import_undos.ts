import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** How an import is taken back may be megabytes: it stands apart, because SQLite writes a whole row when anything in it changes. */
export async function up(db: Db): Promise<void> {
  await db.schema
    .createTable('faq_import_undos')
    .addColumn('import_id', 'text', (c) => c.primaryKey().references('faq_imports.id').onDelete('cascade'))
    .addColumn('undo', 'text', (c) => c.notNull())
    .execute()
  await sql`insert into faq_import_undos (import_id, undo) select id, undo from faq_imports`.execute(db)
  await db.schema.alterTable('faq_imports').dropColumn('undo').execute()
}
