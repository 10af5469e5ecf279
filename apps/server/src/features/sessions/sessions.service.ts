import type { LoginSession } from '@secretary/contracts/auth.contract'
import type { Executor } from '#server/db/database.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { MasterKey } from '#server/platform/secrets/master-key.ts'
import { createLoginSessionsRepository, type LoginSessionRow } from './login-sessions.repository.ts'
import { readRefreshToken, signRefreshToken } from './refresh-token.ts'

/** A session ends when nobody came back for this long. */
const IDLE_LIFE_MS = 30 * 24 * 3600 * 1000
/** Tabs that refresh at the same moment all get on. */
const REUSE_GRACE_MS = 10_000
/** Of the rotations within that time the latest: whoever refreshes more often is no tab. */
const MAX_RECENT_ROTATIONS = 64

export const REFRESH_COOKIE_SECONDS = IDLE_LIFE_MS / 1000

export interface SessionTokens {
  readonly sessionId: string
  readonly userId: string
  readonly refreshToken: string
}

export interface SessionsService {
  open(userId: string, client: { address: string; userAgent: string }): Promise<SessionTokens>
  /**
   * Rotates the token. One that was replaced up to ten seconds ago gives the present token, however often it was replaced
   * since: tabs race. Used again later it ends its session. @throws AppError `session_ended`
   */
  refresh(refreshToken: string): Promise<SessionTokens>
  /** The live session of that id and user, or null. */
  find(sessionId: string, userId: string): Promise<LoginSessionRow | null>
  list(userId: string, currentId: string): Promise<LoginSession[]>
  /** Ends the session this token belongs to; nothing happens for a token of none. Returns whose it was. */
  closeByToken(refreshToken: string): Promise<Omit<SessionTokens, 'refreshToken'> | null>
  /** @throws AppError `not_found` when it is not a live session of this user. */
  revoke(sessionId: string, userId: string): Promise<void>
  revokeAll(userId: string, options?: { exceptId: string }): Promise<void>
  /** How many live sessions each user has; none for whoever is not in it. */
  countLive(): Promise<ReadonlyMap<string, number>>
}

export function createSessionsService(deps: {
  db: Executor
  configChanges: ConfigChanges
  clock: Clock
  masterKey: MasterKey
}): SessionsService {
  const repository = createLoginSessionsRepository(deps.db)
  const key = deps.masterKey.derive('refresh-token')
  const now = () => timestamp(deps.clock)
  const expiry = () => new Date(deps.clock.now().getTime() + IDLE_LIFE_MS).toISOString()
  const tokensOf = (session: { id: string; user_id: string }, generation: number): SessionTokens => ({
    sessionId: session.id,
    userId: session.user_id,
    refreshToken: signRefreshToken({ sessionId: session.id, generation }, key),
  })

  const isRecent = (at: string) => deps.clock.now().getTime() - Date.parse(at) <= REUSE_GRACE_MS

  async function end(sessionId: string, userId?: string): Promise<boolean> {
    const ended = await repository.revoke(sessionId, userId === undefined ? { now: now() } : { now: now(), userId })
    if (ended) await deps.configChanges.bump('users')
    return ended
  }

  /** The token was replaced before: by another tab a moment ago, or long ago, and then somebody kept a copy. */
  async function reuse(sessionId: string, generation: number): Promise<SessionTokens> {
    const session = await repository.findLive(sessionId, now())
    if (!session) throw new AppError('session_ended')
    const replacements = session.recent_rotations
    const replacedAt = replacements[replacements.length - (session.generation - generation)]
    if (replacedAt !== undefined && isRecent(replacedAt)) return tokensOf(session, session.generation)
    await end(sessionId)
    throw new AppError('session_ended')
  }

  return {
    async open(userId, client) {
      const id = newId()
      await repository.deleteEnded(new Date(deps.clock.now().getTime() - IDLE_LIFE_MS).toISOString())
      await repository.insert({
        id,
        user_id: userId,
        generation: 0,
        rotated_at: now(),
        recent_rotations: [],
        user_agent: client.userAgent.slice(0, 300).toWellFormed(),
        address: client.address,
        created_at: now(),
        expires_at: expiry(),
        revoked_at: null,
      })
      return tokensOf({ id, user_id: userId }, 0)
    },
    async refresh(token) {
      const claims = readRefreshToken(token, key)
      const session = claims && (await repository.findLive(claims.sessionId, now()))
      if (!claims || !session) throw new AppError('session_ended')
      const isRotated = await repository.rotate(session.id, {
        generation: claims.generation,
        now: now(),
        expiresAt: expiry(),
        recentRotations: [...session.recent_rotations.filter(isRecent), now()].slice(-MAX_RECENT_ROTATIONS),
      })
      return isRotated ? tokensOf(session, claims.generation + 1) : reuse(session.id, claims.generation)
    },
    async find(sessionId, userId) {
      const session = await repository.findLive(sessionId, now())
      return session?.user_id === userId ? session : null
    },
    async list(userId, currentId) {
      return (await repository.listLive(userId, now())).map((row) => ({
        id: row.id,
        isCurrent: row.id === currentId,
        userAgent: row.user_agent,
        address: row.address,
        createdAt: row.created_at,
        lastUsedAt: row.rotated_at,
        expiresAt: row.expires_at,
      }))
    },
    async closeByToken(token) {
      const claims = readRefreshToken(token, key)
      const session = claims && (await repository.findLive(claims.sessionId, now()))
      if (!session) return null
      await end(session.id)
      return { sessionId: session.id, userId: session.user_id }
    },
    async revoke(sessionId, userId) {
      if (!(await end(sessionId, userId))) throw new AppError('not_found')
    },
    async revokeAll(userId, options) {
      await repository.revokeAll(userId, options ? { now: now(), exceptId: options.exceptId } : { now: now() })
      await deps.configChanges.bump('users')
    },
    countLive: () => repository.countLive(now()),
  }
}
