import type { Kysely } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no tables of today
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('api_calls')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('api_key_id', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('provider_id', 'text')
    .addColumn('is_stream', 'integer', (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('error_code', 'text')
    .addColumn('answer_source', 'text')
    .addColumn('trace', 'text')
    .addColumn('first_byte_ms', 'integer')
    .addColumn('total_ms', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('api_calls_created').on('api_calls').column('created_at').execute()
  await db.schema.alterTable('usage').addColumn('api_call_id', 'text').execute()
  await db.schema.alterTable('usage').addColumn('api_key_id', 'text').execute()
  await db.schema.createIndex('conversations_source').on('conversations').columns(['source', 'source_id']).execute()
}
