import { can } from '@secretary/contracts/permissions'
import type { UsersService } from '#server/features/users/users.service.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import type { Clock } from '#server/platform/clock.ts'
import { hashKey } from './api-key-secret.ts'
import type { ApiKeysRepository } from './api-keys.repository.ts'

/** A key that works now. */
export interface LiveKey {
  readonly actor: KeyActor
  readonly allowedOrigins: readonly string[]
  readonly lastUsedAt: string | null
}

export interface LiveKeys {
  /** Reads all of them anew; after every change of a key or of a user. */
  load(): Promise<void>
  /** Whose key this is. Works on memory alone: a request costs a look-up, a wrong key a hash and no query. */
  authenticate(key: string): LiveKey | null
  find(keyId: string): LiveKey | null
  /** True when any key may be used from this origin: a preflight carries no key. */
  hasOrigin(origin: string): boolean
}

interface Snapshot {
  readonly byHash: ReadonlyMap<string, Entry>
  readonly byId: ReadonlyMap<string, Entry>
  /** Keys that have been shown since: the hash is most of what it costs to know one. */
  readonly byKey: Map<string, Entry>
  readonly origins: ReadonlySet<string>
}
interface Entry {
  readonly live: LiveKey
  readonly endsAtMs: number
}

/** What `setTimeout` can hold: some weeks. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function createLiveKeys(deps: {
  repository: ApiKeysRepository
  users: Pick<UsersService, 'find'>
  clock: Clock
  /** Called when a key has come to its end by itself. */
  onExpired: () => void
}): LiveKeys {
  let snapshot: Snapshot = { byHash: new Map(), byId: new Map(), byKey: new Map(), origins: new Set() }
  let loading: Promise<void> = Promise.resolve()

  /** A key ends with what its owner may do: disabled, gone, or in a role that may have none. */
  async function mayOwn(userId: string): Promise<boolean> {
    const user = await deps.users.find(userId)
    return user !== null && can(user.role, 'api-keys:edit')
  }

  async function read(): Promise<void> {
    const keys = await deps.repository.listLive()
    const owners = new Map<string, boolean>()
    for (const { ownerId } of keys)
      if (ownerId !== null && !owners.has(ownerId)) owners.set(ownerId, await mayOwn(ownerId))
    const [byHash, byId, origins] = [new Map<string, Entry>(), new Map<string, Entry>(), new Set<string>()]
    for (const { keyHash, ...key } of keys) {
      if (key.ownerId !== null && !owners.get(key.ownerId)) continue
      const { id: keyId, name, scopes, ownerKind, ownerId, allowedOrigins, lastUsedAt } = key
      const actor: KeyActor = { kind: 'key', keyId, name, scopes, ownerKind, ownerId }
      const endsAtMs = key.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(key.expiresAt)
      const entry = { live: { actor, allowedOrigins, lastUsedAt }, endsAtMs }
      byHash.set(keyHash, entry)
      byId.set(keyId, entry)
      for (const origin of allowedOrigins) origins.add(origin)
    }
    snapshot = { byHash, byId, byKey: new Map(), origins }
    awaitNextExpiry()
  }

  let expiryTimer: NodeJS.Timeout | undefined
  let toldUntilMs = deps.clock.now().getTime()
  /** Requests are judged when they come; this is for what is being sent at that moment. */
  function awaitNextExpiry(): void {
    clearTimeout(expiryTimer)
    const ends = [...snapshot.byId.values()].map(({ endsAtMs }) => endsAtMs).filter((at) => at > toldUntilMs)
    const nextMs = Math.min(...ends)
    if (nextMs === Number.POSITIVE_INFINITY) return
    const waitMs = Math.max(0, nextMs - deps.clock.now().getTime())
    expiryTimer = setTimeout(tellOfExpiry, Math.min(waitMs, LONGEST_TIMER_MS)).unref()
  }

  function tellOfExpiry(): void {
    // Taken first: a timer may come a moment too early, and what ends in the meantime is told of the next time.
    toldUntilMs = deps.clock.now().getTime()
    deps.onExpired()
    awaitNextExpiry()
  }

  const unlessExpired = (entry: Entry | undefined) =>
    entry && deps.clock.now().getTime() < entry.endsAtMs ? entry.live : null

  function entryOf(key: string): Entry | undefined {
    const keyHash = hashKey(key)
    const entry = keyHash === null ? undefined : snapshot.byHash.get(keyHash)
    if (entry) snapshot.byKey.set(key, entry)
    return entry
  }

  return {
    load() {
      // One after another: a reading that began before a revocation must not end after the one that saw it.
      loading = loading.then(read, read)
      return loading
    },
    authenticate: (key) => unlessExpired(snapshot.byKey.get(key) ?? entryOf(key)),
    find: (keyId) => unlessExpired(snapshot.byId.get(keyId)),
    hasOrigin: (origin) => snapshot.origins.has(origin),
  }
}
