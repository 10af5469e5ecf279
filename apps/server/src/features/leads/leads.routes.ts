import { leadsContract } from '@secretary/contracts/leads.contract'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { offerDownload } from '#server/http/offer-download.ts'
import type { LeadsService } from './leads.service.ts'
import { exportLeads } from './leads-export.ts'

export function registerLeadRoutes(
  mount: Mount,
  { leads, business }: { leads: LeadsService; business: Pick<BusinessService, 'profile'> },
): void {
  mount(leadsContract, {
    listLeads: ({ actor, query, signal }) => leads.list(actor, query, signal),
    countLeads: ({ actor }) => leads.counts(actor),
    exportLeads({ actor, query, reply, signal }) {
      offerDownload(reply, 'messages', query.format)
      return exportLeads(leads, query, { actor, timeZone: business.profile().timeZone, signal })
    },
    getLead: ({ actor, params }) => leads.get(actor, params.id),
    updateLead: ({ actor, params, body }) => leads.setStatus(actor, params.id, body.status),
  })
}
