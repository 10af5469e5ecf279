import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no table type of today
type Db = Kysely<any>

/** A session knows when each of its last refresh tokens was replaced, not only the very last. */
export async function up(db: Db): Promise<void> {
  await db.schema
    .alterTable('login_sessions')
    .addColumn('recent_rotations', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
  await sql`update login_sessions set recent_rotations = '["' || rotated_at || '"]' where generation > 0`.execute(db)
}
