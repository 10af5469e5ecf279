import { providersContract } from '@secretary/contracts/providers.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { ProvidersService } from './providers.service.ts'

export function registerProviderRoutes(mount: Mount, { providers }: { providers: ProvidersService }): void {
  mount(providersContract, {
    listProviders: async () => ({ items: await providers.list(), nextCursor: null }),
    createProvider: ({ body }) => providers.create(body),
    updateProvider: ({ params, body }) => providers.update(params.id, body),
    async deleteProvider({ params }) {
      await providers.delete(params.id)
      return {}
    },
    testProvider: ({ body }) => providers.test(body),
    listProviderModels: ({ body }) => providers.listModels(body),
  })
}
