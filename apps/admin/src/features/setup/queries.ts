import { setupContract } from '@secretary/contracts/setup.contract'
import { panelApi } from '#admin/api/panel-api.ts'

export const setupApi = panelApi(setupContract)
