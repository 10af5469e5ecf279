import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** What a call of a program used stands in its own row; what is kept for good is one row for all that were alike in the same moment. */
export async function up(db: Db): Promise<void> {
  for (const column of ['input_tokens', 'output_tokens', 'characters'])
    await db.schema.alterTable('api_calls').addColumn(column, 'integer').execute()
  await db.schema
    .alterTable('api_calls')
    .addColumn('is_estimated', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  // Until now the one row of a call had its id.
  await sql`update api_calls set (input_tokens, output_tokens, characters, is_estimated) =
    (select input_tokens, output_tokens, characters, is_estimated from usage where usage.id = api_calls.id)
    where id in (select id from usage where api_call_id is not null)`.execute(db)
  await db.schema
    .alterTable('usage')
    .addColumn('calls', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  await db.schema.alterTable('usage').dropColumn('api_call_id').execute()
  // Old calls are found by their ids, which tell the time.
  await db.schema.dropIndex('api_calls_created').execute()
}
