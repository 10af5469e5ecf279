import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** When a message was read and dealt with, a text to search it by, and the order of the list. */
export async function up(db: Db): Promise<void> {
  await db.schema.alterTable('leads').addColumn('read_at', 'text').execute()
  await db.schema.alterTable('leads').addColumn('done_at', 'text').execute()
  await db.schema
    .alterTable('leads')
    .addColumn('search_folded', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await db.schema.createIndex('leads_list').on('leads').columns(['created_at', 'id']).execute()
  await db.schema.createIndex('leads_status').on('leads').columns(['status', 'created_at', 'id']).execute()
  for (const { id, name, contact, message } of await db.selectFrom('leads').selectAll().execute())
    await db
      .updateTable('leads')
      .set({ search_folded: folded(`${name ?? ''} ${contact} ${message}`) })
      .where('id', '=', id)
      .execute()
}

/** As the application folded text on the day of this migration: no database of ours lower-cases Cyrillic the same. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}
