import { leadsContract } from '@secretary/contracts/leads.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { LeadsService } from './leads.service.ts'

export function registerLeadRoutes(mount: Mount, { leads }: { leads: LeadsService }): void {
  mount(leadsContract, {
    listLeads: ({ actor, query }) => leads.list(actor, query),
    countLeads: ({ actor }) => leads.counts(actor),
    getLead: ({ actor, params }) => leads.get(actor, params.id),
    updateLead: ({ actor, params, body }) => leads.setStatus(actor, params.id, body.status),
  })
}
