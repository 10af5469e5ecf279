import type { User } from '@secretary/contracts/auth.contract'
import type { Role } from '@secretary/contracts/permissions'
import type { Selectable } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import { fold } from '#server/platform/fold.ts'
import type { UsersTable } from './users.table.ts'

type UserRow = Selectable<UsersTable>

export interface StoredUser extends User {
  readonly passwordHash: string
  readonly isEnabled: boolean
}

export interface UsersRepository {
  insert(user: StoredUser): Promise<void>
  findById(id: string): Promise<StoredUser | null>
  findByName(name: string): Promise<StoredUser | null>
  list(): Promise<StoredUser[]>
  count(): Promise<number>
  countEnabledAdmins(): Promise<number>
  /** Nobody else changes an admin until this transaction ends; PostgreSQL would let two of them count the same admins. */
  lockAdmins(): Promise<void>
  update(
    id: string,
    change: { now: string } & Partial<
      Pick<StoredUser, 'displayName' | 'language' | 'role' | 'isEnabled' | 'passwordHash' | 'lastLoginAt'>
    >,
  ): Promise<void>
}

export function createUsersRepository(db: Executor): UsersRepository {
  const all = () => db.selectFrom('users').selectAll()
  const one = async (row: UserRow | undefined) => (row ? toUser(row) : null)
  return {
    async insert(user) {
      await db.insertInto('users').values(toRow(user)).execute()
    },
    findById: async (id) => one(await all().where('id', '=', id).executeTakeFirst()),
    findByName: async (name) => one(await all().where('name_folded', '=', fold(name)).executeTakeFirst()),
    list: async () => (await all().orderBy('name_folded').execute()).map(toUser),
    async count() {
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async lockAdmins() {
      await db
        .updateTable('users')
        .set((eb) => ({ updated_at: eb.ref('updated_at') }))
        .where('role', '=', 'admin' satisfies Role)
        .execute()
    },
    async countEnabledAdmins() {
      const query = db
        .selectFrom('users')
        .where('role', '=', 'admin' satisfies Role)
        .where('is_enabled', '=', 1)
      return Number((await query.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()).count)
    },
    async update(id, { now, displayName, language, role, isEnabled, passwordHash, lastLoginAt }) {
      await db
        .updateTable('users')
        .set({
          display_name: displayName,
          language,
          role,
          is_enabled: isEnabled === undefined ? undefined : Number(isEnabled),
          password_hash: passwordHash,
          last_login_at: lastLoginAt,
          updated_at: now,
        })
        .where('id', '=', id)
        .execute()
    },
  }
}

function toUser(row: UserRow): StoredUser {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    passwordHash: row.password_hash,
    role: row.role,
    language: row.language,
    isEnabled: row.is_enabled === 1,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
  }
}

function toRow(user: StoredUser): UserRow {
  return {
    id: user.id,
    name: user.name,
    name_folded: fold(user.name),
    display_name: user.displayName,
    password_hash: user.passwordHash,
    role: user.role,
    language: user.language,
    is_enabled: user.isEnabled ? 1 : 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
    last_login_at: user.lastLoginAt,
  }
}
