import { starterPackContract } from '@secretary/contracts/business.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { StarterPackService } from './starter-packs.service.ts'

export function registerStarterPackRoutes(mount: Mount, { starterPacks }: { starterPacks: StarterPackService }): void {
  mount(starterPackContract, {
    listStarterPacks: async () => ({ items: await starterPacks.list(), nextCursor: null }),
    previewStarterPack: ({ params, query }) => starterPacks.preview(params.id, query.language),
    applyStarterPack: ({ params, body }) => starterPacks.apply(params.id, body),
  })
}
