import { apiKeysContract } from '@secretary/contracts/api-keys.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { ApiKeysService } from './api-keys.service.ts'

export function registerApiKeyRoutes(mount: Mount, { apiKeys }: { apiKeys: ApiKeysService }): void {
  mount(apiKeysContract, {
    listApiKeys: ({ actor, query }) => apiKeys.list(actor, { ...query, withRevoked: query.withRevoked === 'true' }),
    createApiKey: ({ actor, body }) => apiKeys.create(actor, body),
    updateApiKey: ({ actor, params, body }) => apiKeys.update(actor, params.id, body),
    async revokeApiKey({ actor, params }) {
      await apiKeys.revoke(actor, params.id)
      return {}
    },
  })
}
