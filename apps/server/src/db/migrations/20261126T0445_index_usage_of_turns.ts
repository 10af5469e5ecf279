import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
export async function up(db: Kysely<any>): Promise<void> {
  // What passed through cost something without a turn: those rows are most, and nobody asks for them this way.
  await sql`create index usage_turn on usage (turn_id) where turn_id is not null`.execute(db)
}
