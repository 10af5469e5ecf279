import { type KeyScope, keyScopes } from '@secretary/contracts/key-scopes'
import type { CompiledQuery, Selectable } from 'kysely'
import * as z from 'zod'
import type { Executor } from '#server/db/database.ts'
import type { Scope } from '#server/platform/actor.ts'
import type { ApiKeysTable } from './api-keys.table.ts'

export interface StoredApiKey {
  readonly id: string
  readonly ownerKind: 'system' | 'user'
  readonly ownerId: string | null
  readonly name: string
  readonly hint: string
  readonly scopes: readonly KeyScope[]
  readonly allowedOrigins: readonly string[]
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  readonly createdAt: string
}

export interface ApiKeyChange {
  readonly name?: string | undefined
  readonly scopes?: readonly KeyScope[] | undefined
  readonly allowedOrigins?: readonly string[] | undefined
  readonly expiresAt?: string | null | undefined
}

export interface ApiKeysRepository {
  insert(key: StoredApiKey & { keyHash: string; createdBy: string | null }): Promise<void>
  /** Newest first. */
  page(
    scope: Scope,
    filter: { withRevoked: boolean },
    page: { beforeId: string | null; limit: number },
  ): Promise<StoredApiKey[]>
  find(scope: Scope, id: string): Promise<StoredApiKey | null>
  /** False where there is no such key that is not revoked. */
  update(scope: Scope, id: string, change: ApiKeyChange): Promise<boolean>
  /** False where there is no such key that is not revoked. */
  revoke(scope: Scope, id: string, now: string): Promise<boolean>
  /** Every key that is not revoked, whoever owns it, with its hash: what the check of a request works on. */
  listLive(): Promise<(StoredApiKey & { keyHash: string })[]>
  /** For the durable writer. */
  touchStatement(id: string, now: string): CompiledQuery
}

const Scopes = z.array(z.enum(keyScopes))
const Origins = z.array(z.string())

export function createApiKeysRepository(db: Executor): ApiKeysRepository {
  const all = () => db.selectFrom('api_keys').selectAll()

  async function change(scope: Scope, id: string, columns: Partial<ApiKeysTable>): Promise<boolean> {
    const base = db.updateTable('api_keys').set(columns).where('id', '=', id).where('revoked_at', 'is', null)
    const query =
      scope.kind === 'all' ? base : base.where('owner_kind', '=', 'user').where('owner_id', '=', scope.userId)
    return Number((await query.executeTakeFirst()).numUpdatedRows) === 1
  }

  function scoped(scope: Scope) {
    if (scope.kind === 'all') return all()
    return all().where('owner_kind', '=', 'user').where('owner_id', '=', scope.userId)
  }

  return {
    async insert({ keyHash, createdBy, ...key }) {
      await db
        .insertInto('api_keys')
        .values({
          id: key.id,
          owner_kind: key.ownerKind,
          owner_id: key.ownerId,
          name: key.name,
          hint: key.hint,
          scopes: JSON.stringify(key.scopes),
          allowed_origins: JSON.stringify(key.allowedOrigins),
          key_hash: keyHash,
          expires_at: key.expiresAt,
          last_used_at: key.lastUsedAt,
          revoked_at: key.revokedAt,
          created_by: createdBy,
          created_at: key.createdAt,
        })
        .execute()
    },
    async page(scope, { withRevoked }, { beforeId, limit }) {
      let query = scoped(scope)
      if (!withRevoked) query = query.where('revoked_at', 'is', null)
      if (beforeId !== null) query = query.where('id', '<', beforeId)
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toApiKey)
    },
    async find(scope, id) {
      const row = await scoped(scope).where('id', '=', id).executeTakeFirst()
      return row ? toApiKey(row) : null
    },
    update: (scope, id, columns) => change(scope, id, toColumns(columns)),
    revoke: (scope, id, now) => change(scope, id, { revoked_at: now }),
    async listLive() {
      const rows = await all().where('revoked_at', 'is', null).execute()
      return rows.map((row) => ({ ...toApiKey(row), keyHash: row.key_hash }))
    },
    touchStatement: (id, now) => db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).compile(),
  }
}

function toApiKey(row: Selectable<ApiKeysTable>): StoredApiKey {
  return {
    id: row.id,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    name: row.name,
    hint: row.hint,
    scopes: Scopes.parse(JSON.parse(row.scopes)),
    allowedOrigins: Origins.parse(JSON.parse(row.allowed_origins)),
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    createdAt: row.created_at,
  }
}

/** An absent field stays. */
function toColumns({ name, scopes, allowedOrigins, expiresAt }: ApiKeyChange): Partial<ApiKeysTable> {
  return {
    ...(name !== undefined && { name }),
    ...(scopes !== undefined && { scopes: JSON.stringify(scopes) }),
    ...(allowedOrigins !== undefined && { allowed_origins: JSON.stringify(allowedOrigins) }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
  }
}
