import { apiDocsContract } from '@secretary/contracts/api-docs.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import { createApiDocsService } from './api-docs.service.ts'

export function registerApiDocsRoutes(mount: Mount): void {
  const apiDocs = createApiDocsService()
  mount(apiDocsContract, {
    getOpenApi: () => apiDocs.openApi(),
    getApiDocs: () => apiDocs.page(),
    getApiDocsStyle: () => apiDocs.style(),
  })
}
