import type { ApiKey, ApiKeyInput, ApiKeyPatch, CreatedApiKey } from '@secretary/contracts/api-keys.contract'
import type { PageQuery } from '@secretary/contracts/pagination'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import { type Actor, type KeyActor, scopeOf } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { newId } from '#server/platform/ids.ts'
import { createKeySecret, hashKey } from './api-key-secret.ts'
import { createApiKeysRepository, type StoredApiKey } from './api-keys.repository.ts'
import { createLastUse } from './last-use.ts'
import { createLiveKeys, type LiveKey } from './live-keys.ts'

export interface ApiKeysService {
  load(): Promise<void>
  /** Whose key this is, from memory; null for a wrong, expired or revoked one and for one whose owner may have none. */
  authenticate(key: string): LiveKey | null
  /** The same for a key that is not known here: the command line may have made it a moment ago. */
  authenticateNew(key: string): Promise<LiveKey | null>
  /** The actor as he is now, or null where his key has ended or may do something else since. */
  recheck(actor: KeyActor): KeyActor | null
  /** True when any key may be used from this origin. */
  hasOrigin(origin: string): boolean
  list(
    actor: Actor,
    query: PageQuery & { withRevoked: boolean },
  ): Promise<{ items: ApiKey[]; nextCursor: string | null }>
  /** The one time the key itself is seen. It belongs to whoever makes it. @throws AppError `validation_failed` for an expiry that is over */
  create(actor: Actor, input: ApiKeyInput): Promise<CreatedApiKey>
  /** @throws AppError `not_found` for a foreign or revoked one, `validation_failed` */
  update(actor: Actor, id: string, patch: ApiKeyPatch): Promise<ApiKey>
  /** @throws AppError `not_found` for a foreign or revoked one */
  revoke(actor: Actor, id: string): Promise<void>
}

interface ApiKeysDeps {
  db: Executor
  users: Pick<UsersService, 'find'>
  writer: DurableWriter
  configChanges: ConfigChanges
  clock: Clock
  logger: Logger
  /** Called when a key has come to its end by itself. */
  onExpired: () => void
}

export function createApiKeysService(deps: ApiKeysDeps): ApiKeysService {
  const { users, configChanges, clock } = deps
  const repository = createApiKeysRepository(deps.db)
  const liveKeys = createLiveKeys({ repository, users, clock, onExpired: deps.onExpired })
  const markUsed = createLastUse({ ...deps, repository })
  const now = () => timestamp(clock)

  /** Holds here when this resolves; other processes read the version number. */
  async function announce(): Promise<void> {
    await liveKeys.load()
    await configChanges.bump('api-keys')
  }

  async function view(key: StoredApiKey): Promise<ApiKey> {
    const owner = key.ownerId === null ? null : await users.find(key.ownerId)
    return {
      id: key.id,
      name: key.name,
      hint: key.hint,
      scopes: [...key.scopes],
      allowedOrigins: [...key.allowedOrigins],
      state: stateOf(key, { now: now(), isLive: liveKeys.find(key.id) !== null }),
      ownerKind: key.ownerKind,
      ownerName: owner?.displayName ?? null,
      expiresAt: key.expiresAt,
      lastUsedAt: key.lastUsedAt,
      createdAt: key.createdAt,
    }
  }

  configChanges.onRemoteChange('api-keys', liveKeys.load)

  function authenticate(key: string): LiveKey | null {
    const live = liveKeys.authenticate(key)
    if (live) markUsed(live)
    return live
  }

  return {
    load: liveKeys.load,
    hasOrigin: liveKeys.hasOrigin,
    authenticate,
    async authenticateNew(key) {
      if (hashKey(key) === null) return null
      await configChanges.lookNow()
      return authenticate(key)
    },
    recheck(actor) {
      const present = liveKeys.find(actor.keyId)?.actor ?? null
      // The same one as long as nothing was read anew.
      if (present === actor) return present
      return present && String(present.scopes) === String(actor.scopes) ? present : null
    },
    async list(actor, { cursor, limit, withRevoked }) {
      const beforeId = cursor === undefined ? null : decodeCursor(cursor, ['id']).id
      const page = await repository.page(scopeOf(actor), { withRevoked }, { beforeId, limit: limit + 1 })
      const items = page.slice(0, limit)
      const last = page.length > limit ? items.at(-1) : undefined
      return { items: await Promise.all(items.map(view)), nextCursor: last ? encodeCursor({ id: last.id }) : null }
    },
    async create(actor, input) {
      const { key, hash, hint } = createKeySecret()
      const userId = actor.kind === 'user' ? actor.userId : null
      const stored: StoredApiKey = {
        id: newId(),
        ownerKind: userId === null ? 'system' : 'user',
        ownerId: userId,
        name: input.name,
        hint,
        scopes: unique(input.scopes),
        allowedOrigins: unique(input.allowedOrigins),
        expiresAt: futureTime(input.expiresAt, now()),
        lastUsedAt: null,
        revokedAt: null,
        createdAt: now(),
      }
      await repository.insert({ ...stored, keyHash: hash, createdBy: userId })
      await announce()
      return { ...(await view(stored)), key }
    },
    async update(actor, id, { name, scopes, allowedOrigins, expiresAt }) {
      const scope = scopeOf(actor)
      const change = {
        name,
        scopes: scopes && unique(scopes),
        allowedOrigins: allowedOrigins && unique(allowedOrigins),
        expiresAt: expiresAt === undefined ? undefined : futureTime(expiresAt, now()),
      }
      const isEmpty = Object.values(change).every((value) => value === undefined)
      if (!isEmpty && !(await repository.update(scope, id, change))) throw new AppError('not_found')
      const stored = await repository.find(scope, id)
      if (!stored || stored.revokedAt !== null) throw new AppError('not_found')
      await announce()
      return view(stored)
    },
    async revoke(actor, id) {
      if (!(await repository.revoke(scopeOf(actor), id, now()))) throw new AppError('not_found')
      await announce()
    },
  }
}

function stateOf(key: StoredApiKey, { now, isLive }: { now: string; isLive: boolean }): ApiKey['state'] {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  return isLive ? 'active' : 'owner-disabled'
}

/** As it is stored, in UTC. @throws AppError `validation_failed` when it is over already */
function futureTime(value: string | null, now: string): string | null {
  if (value === null) return null
  const time = new Date(value).toISOString()
  if (time > now) return time
  throw new AppError('validation_failed', {
    issues: [{ path: 'expiresAt', code: 'too_small', message: 'This time is over' }],
  })
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
