import type { Selectable } from 'kysely'
import * as z from 'zod'
import type { Executor } from '#server/db/database.ts'
import type { LoginSessionsTable } from './login-sessions.table.ts'

type Row = Selectable<LoginSessionsTable>

export interface LoginSessionRow extends Omit<Row, 'recent_rotations'> {
  recent_rotations: readonly string[]
}

export interface Rotation {
  /** The one that is left. */
  readonly generation: number
  readonly now: string
  readonly expiresAt: string
  readonly recentRotations: readonly string[]
}

export interface LoginSessionsRepository {
  insert(row: LoginSessionRow): Promise<void>
  /** Only while it has neither ended nor been revoked. */
  findLive(id: string, now: string): Promise<LoginSessionRow | null>
  listLive(userId: string, now: string): Promise<LoginSessionRow[]>
  /** True when this call did it: nobody else had moved the session on from that generation. */
  rotate(id: string, rotation: Rotation): Promise<boolean>
  /** Ends one session, of this user where one is named. True when there was one to end. */
  revoke(id: string, change: { now: string; userId?: string }): Promise<boolean>
  /** Ends all of a user but the one that is kept. */
  revokeAll(userId: string, change: { now: string; exceptId?: string }): Promise<void>
  countLive(now: string): Promise<ReadonlyMap<string, number>>
  deleteEnded(before: string): Promise<void>
}

export function createLoginSessionsRepository(db: Executor): LoginSessionsRepository {
  const live = (now: string) =>
    db.selectFrom('login_sessions').selectAll().where('revoked_at', 'is', null).where('expires_at', '>', now)
  return {
    async insert(row) {
      await db
        .insertInto('login_sessions')
        .values({ ...row, recent_rotations: JSON.stringify(row.recent_rotations) })
        .execute()
    },
    async findLive(id, now) {
      const row = await live(now).where('id', '=', id).executeTakeFirst()
      return row ? toSession(row) : null
    },
    async listLive(userId, now) {
      const rows = await live(now).where('user_id', '=', userId).orderBy('rotated_at', 'desc').execute()
      return rows.map(toSession)
    },
    async rotate(id, { generation, now, expiresAt, recentRotations }) {
      const result = await db
        .updateTable('login_sessions')
        .set({
          generation: generation + 1,
          rotated_at: now,
          expires_at: expiresAt,
          recent_rotations: JSON.stringify(recentRotations),
        })
        .where('id', '=', id)
        .where('generation', '=', generation)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async revoke(id, { now, userId }) {
      let query = db
        .updateTable('login_sessions')
        .set({ revoked_at: now })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
      if (userId !== undefined) query = query.where('user_id', '=', userId)
      const result = await query.executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },
    async revokeAll(userId, { now, exceptId }) {
      let query = db
        .updateTable('login_sessions')
        .set({ revoked_at: now })
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
      if (exceptId !== undefined) query = query.where('id', '!=', exceptId)
      await query.execute()
    },
    async countLive(now) {
      const rows = await db
        .selectFrom('login_sessions')
        .select((eb) => ['user_id', eb.fn.countAll().as('count')])
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .groupBy('user_id')
        .execute()
      return new Map(rows.map((row) => [row.user_id, Number(row.count)]))
    },
    async deleteEnded(before) {
      await db
        .deleteFrom('login_sessions')
        .where((eb) => eb.or([eb('expires_at', '<', before), eb('revoked_at', '<', before)]))
        .execute()
    },
  }
}

const Rotations = z.array(z.string())

function toSession(row: Row): LoginSessionRow {
  return { ...row, recent_rotations: Rotations.parse(JSON.parse(row.recent_rotations)) }
}
