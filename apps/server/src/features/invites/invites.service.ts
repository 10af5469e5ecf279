import type { User } from '@secretary/contracts/auth.contract'
import type { Role } from '@secretary/contracts/permissions'
import type { Language } from '@secretary/contracts/scalars'
import type { Invite } from '@secretary/contracts/users.contract'
import type { Executor } from '#server/db/database.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { claimOneTimeToken, createOneTimeToken, hashOneTimeToken } from '#server/platform/one-time-token.ts'

/** Long enough for a letter to be read, short enough that a forgotten link opens nothing. */
const LIFE_MS = 7 * 24 * 3600 * 1000

export interface InviteView {
  readonly role: Role
  readonly businessName: string
  readonly invitedByName: string | null
  readonly expiresAt: string
}

export interface InvitesService {
  /** Those that can still be used. */
  list(): Promise<Invite[]>
  /** The token is told here and nowhere else; only its hash is kept. */
  create(invite: { role: Role; note: string; createdBy: string | null }): Promise<Invite & { token: string }>
  /** @throws AppError `not_found` */
  revoke(id: string): Promise<void>
  /** @throws AppError `invite_invalid` */
  check(token: string): Promise<InviteView>
  /** Makes the account and uses the invitation up, both or neither. @throws AppError `invite_invalid`, `user_name_taken` */
  accept(account: { token: string; name: string; password: string; language: Language }): Promise<User>
}

interface InvitesDeps {
  db: Executor
  users: Pick<UsersService, 'create' | 'find'>
  businessName: () => string
  clock: Clock
}

export function createInvitesService({ db, users, businessName, clock }: InvitesDeps): InvitesService {
  const open = (executor: Executor) =>
    executor
      .selectFrom('invites')
      .selectAll()
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', timestamp(clock))

  async function findByToken(token: string) {
    const row = await open(db).where('token_hash', '=', hashOneTimeToken(token)).executeTakeFirst()
    if (!row) throw new AppError('invite_invalid')
    return row
  }

  const nameOf = async (userId: string | null) =>
    userId === null ? null : ((await users.find(userId))?.displayName ?? null)

  return {
    async list() {
      const rows = await open(db).orderBy('created_at', 'desc').orderBy('id', 'desc').execute()
      return Promise.all(
        rows.map(async (row) => ({
          id: row.id,
          role: row.role,
          note: row.note,
          createdByName: await nameOf(row.created_by),
          createdAt: row.created_at,
          expiresAt: row.expires_at,
        })),
      )
    },
    async create({ role, note, createdBy }) {
      const { token, tokenHash } = createOneTimeToken()
      const [id, createdAt] = [newId(), timestamp(clock)]
      const expiresAt = new Date(clock.now().getTime() + LIFE_MS).toISOString()
      await db
        .insertInto('invites')
        .values({
          id,
          token_hash: tokenHash,
          role,
          note,
          created_by: createdBy,
          created_at: createdAt,
          expires_at: expiresAt,
          used_at: null,
          revoked_at: null,
        })
        .execute()
      return { id, role, note, createdByName: await nameOf(createdBy), createdAt, expiresAt, token }
    },
    async revoke(id) {
      const query = db
        .updateTable('invites')
        .set({ revoked_at: timestamp(clock) })
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
      if (Number((await query.executeTakeFirst()).numUpdatedRows) !== 1) throw new AppError('not_found')
    },
    async check(token) {
      const { role, created_by, expires_at } = await findByToken(token)
      return { role, businessName: businessName(), invitedByName: await nameOf(created_by), expiresAt: expires_at }
    },
    async accept({ token, ...account }) {
      const invite = await findByToken(token)
      return users.create({ ...account, role: invite.role }, async (executor) => {
        const claim = executor
          .updateTable('invites')
          .set({ used_at: timestamp(clock) })
          .where('id', '=', invite.id)
          .where('used_at', 'is', null)
          .where('revoked_at', 'is', null)
        await claimOneTimeToken(claim, 'invite_invalid')
      })
    },
  }
}
