import * as z from 'zod'
import { conversationSources } from './chat.contract.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { route } from './route.ts'
import { Id, IdParams, Language, Timestamp, text } from './scalars.ts'

/** `new`: nobody has opened it. `read`: seen, not answered yet. `done`: dealt with. */
export const leadStatuses = ['new', 'read', 'done'] as const
export const LeadStatus = z.enum(leadStatuses)
export type LeadStatus = z.infer<typeof LeadStatus>

export const Lead = z
  .object({
    id: Id,
    conversationId: Id,
    name: z.string().nullable(),
    contact: z.string(),
    /** Opens a call, a letter or a chat: `tel:`, `mailto:` or `https://t.me/`. Null where the contact is of no known kind. */
    contactUrl: z.string().nullable(),
    message: z.string(),
    status: LeadStatus,
    source: z.enum(conversationSources),
    /** Left in a talk of the panel, where the owner tries his secretary. */
    isTest: z.boolean(),
    language: Language,
    /** A first answer in the visitor's language, to copy and change. */
    replyHint: z.string(),
    createdAt: Timestamp,
    readAt: Timestamp.nullable(),
    doneAt: Timestamp.nullable(),
  })
  .meta({ id: 'Lead' })
export type Lead = z.infer<typeof Lead>

/** `open` is everything that is not done. */
export const LeadState = z.enum(['open', 'done', 'all'])
export type LeadState = z.infer<typeof LeadState>

export const leadsContract = {
  listLeads: route({
    method: 'GET',
    path: '/admin/leads',
    summary: 'Messages that visitors left, newest first',
    tags: ['leads'],
    access: 'leads:view',
    query: PageQuery.extend({ state: LeadState.default('open'), search: text(200).optional() }),
    responses: { 200: pageOf(Lead) },
  }),
  countLeads: route({
    method: 'GET',
    path: '/admin/leads/counts',
    summary: 'How many messages nobody has opened, and how many are not done; those of tests are not counted',
    tags: ['leads'],
    access: 'leads:view',
    responses: { 200: z.object({ new: z.number().int(), open: z.number().int() }).meta({ id: 'LeadCounts' }) },
  }),
  exportLeads: route({
    method: 'GET',
    path: '/admin/leads/export',
    summary: 'Messages of a state as a table, newest first; times are those of the business',
    tags: ['leads'],
    access: 'leads:view',
    query: z.object({
      format: z.enum(['csv', 'xlsx']).default('csv'),
      state: LeadState.default('open'),
      language: Language.default('ru'),
    }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
  }),
  getLead: route({
    method: 'GET',
    path: '/admin/leads/:id',
    summary: 'One message',
    tags: ['leads'],
    access: 'leads:view',
    params: IdParams,
    responses: { 200: Lead },
    problems: ['not_found'],
  }),
  updateLead: route({
    method: 'PATCH',
    path: '/admin/leads/:id',
    summary: 'Mark a message as new, read or done',
    tags: ['leads'],
    access: 'leads:edit',
    audit: { action: 'lead.update' },
    params: IdParams,
    body: z.strictObject({ status: LeadStatus }),
    responses: { 200: Lead },
    problems: ['not_found'],
  }),
}
