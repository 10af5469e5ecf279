import { dashboardContract } from '@secretary/contracts/dashboard.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { DashboardService } from './dashboard.service.ts'

export function registerDashboardRoutes(mount: Mount, { dashboard }: { dashboard: DashboardService }): void {
  mount(dashboardContract, { getDashboard: ({ actor, query }) => dashboard.read(actor, query.days) })
}
