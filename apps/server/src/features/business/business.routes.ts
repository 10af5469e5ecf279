import { businessContract } from '@secretary/contracts/business.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { BusinessService } from './business.service.ts'

export function registerBusinessRoutes(mount: Mount, { business }: { business: BusinessService }): void {
  mount(businessContract, {
    getBusinessProfile: () => business.profile(),
    updateBusinessProfile: ({ body }) => business.updateProfile(body),
    getWorkingHours: () => business.hours(),
    saveWorkingHours: ({ body }) => business.saveHours(body),
    closeToday: ({ body }) => business.closeToday(body.isClosed, body.note),
    listServices: () => ({ items: [...business.services()], nextCursor: null }),
    createService: ({ body }) => business.createService(body),
    updateService: ({ params, body }) => business.updateService(params.id, body),
    async deleteService({ params }) {
      await business.deleteService(params.id)
      return {}
    },
  })
}
