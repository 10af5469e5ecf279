import type { ApiKey } from '@secretary/contracts/api-keys.contract'
import type { ApiKeysService } from '#server/features/api-keys/api-keys.service.ts'
import { systemActor } from '#server/platform/actor.ts'

/** Every key that is not revoked, newest first. */
export async function listAllKeys(apiKeys: ApiKeysService): Promise<ApiKey[]> {
  const keys: ApiKey[] = []
  let cursor: string | undefined
  do {
    const page = await apiKeys.list(systemActor, { limit: 200, withRevoked: false, cursor })
    keys.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return keys
}
