import * as z from 'zod'
import { route } from './route.ts'
import { Empty, Id, IdParams, Language, requiredText, Timestamp, text } from './scalars.ts'

export const BusinessProfile = z
  .object({
    name: text(200),
    /** One or two sentences: what the business does. */
    description: text(2000),
    address: text(500),
    phone: text(100),
    timeZone: z.string().max(64),
    /** The language visitors are greeted in when nothing else is known. */
    language: Language,
  })
  .meta({ id: 'BusinessProfile' })
export type BusinessProfile = z.infer<typeof BusinessProfile>

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
export const OpeningInterval = z
  .strictObject({ opensAt: TimeOfDay, closesAt: TimeOfDay })
  .meta({ id: 'OpeningInterval' })
const DayIntervals = z.array(OpeningInterval).max(6)

export const WorkingHours = z
  .strictObject({
    /** Keys are ISO weekdays, Monday is 1. An empty list means closed. */
    weekly: z.strictObject({
      1: DayIntervals,
      2: DayIntervals,
      3: DayIntervals,
      4: DayIntervals,
      5: DayIntervals,
      6: DayIntervals,
      7: DayIntervals,
    }),
    exceptions: z
      .array(
        z.strictObject({
          date: z.iso.date().meta({ pattern: undefined }),
          intervals: DayIntervals,
          note: text(200).optional(),
        }),
      )
      .max(400),
  })
  .meta({ id: 'WorkingHours' })
export type WorkingHours = z.infer<typeof WorkingHours>

export const WorkingHoursView = z
  .object({
    hours: WorkingHours,
    /** The same in words, as `{working_hours}` says it, in both languages; null while nothing is filled in. */
    description: z.object({ ru: z.string().nullable(), en: z.string().nullable() }),
    isOpenNow: z.boolean(),
  })
  .meta({ id: 'WorkingHoursView' })

export const Service = z
  .object({
    id: Id,
    name: z.string(),
    /** In the smallest unit of the currency (kopecks); null while the owner has named no price. */
    priceMinor: z.number().int().nullable(),
    currency: z.string(),
    /** True for "from 3 500 ₽". */
    isPriceFrom: z.boolean(),
    unit: z.string().nullable(),
    durationMinutes: z.number().int().nullable(),
    position: z.number().int(),
    updatedAt: Timestamp,
  })
  .meta({ id: 'Service' })
export type Service = z.infer<typeof Service>

export const ServiceInput = z
  .strictObject({
    name: requiredText(200),
    priceMinor: z.number().int().min(0).max(1e13).nullable().default(null),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('RUB'),
    isPriceFrom: z.boolean().default(false),
    unit: text(50).nullable().default(null),
    durationMinutes: z.number().int().min(1).max(100_000).nullable().default(null),
  })
  .meta({ id: 'ServiceInput' })
export type ServiceInput = z.output<typeof ServiceInput>

/** Absent means unchanged, null means cleared. No defaults here: a default would overwrite what was not named. */
export const ServicePatch = z
  .strictObject({
    name: requiredText(200).optional(),
    priceMinor: z.number().int().min(0).max(1e13).nullable().optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    isPriceFrom: z.boolean().optional(),
    unit: text(50).nullable().optional(),
    durationMinutes: z.number().int().min(1).max(100_000).nullable().optional(),
    position: z.number().int().min(0).max(100_000).optional(),
  })
  .meta({ id: 'ServicePatch' })
export type ServicePatch = z.output<typeof ServicePatch>

export const StarterPackSummary = z
  .object({
    id: z.string(),
    title: z.object({ ru: z.string(), en: z.string() }),
    description: z.object({ ru: z.string(), en: z.string() }),
  })
  .meta({ id: 'StarterPackSummary' })

export const StarterPackPreview = z
  .object({
    id: z.string(),
    services: z.array(z.object({ name: z.string() })),
    entries: z.array(
      z.object({ question: z.string(), answer: z.string(), enabled: z.boolean(), missing: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'StarterPackPreview' })

export const businessContract = {
  getBusinessProfile: route({
    method: 'GET',
    path: '/admin/business/profile',
    summary: 'The business as its secretary presents it',
    tags: ['business'],
    access: 'business:view',
    responses: { 200: BusinessProfile },
  }),
  updateBusinessProfile: route({
    method: 'PATCH',
    path: '/admin/business/profile',
    summary: 'Change parts of the profile; what is absent stays',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.profile' },
    body: z.strictObject({
      name: requiredText(200).optional(),
      description: text(2000).optional(),
      address: text(500).optional(),
      phone: text(100).optional(),
      timeZone: z.string().max(64).optional(),
      language: Language.optional(),
    }),
    responses: { 200: BusinessProfile },
    problems: ['time_zone_unknown'],
  }),
  getWorkingHours: route({
    method: 'GET',
    path: '/admin/business/hours',
    summary: 'The one calendar of the business',
    tags: ['business'],
    access: 'business:view',
    responses: { 200: WorkingHoursView },
  }),
  saveWorkingHours: route({
    method: 'PUT',
    path: '/admin/business/hours',
    summary: 'Replace the calendar',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.hours' },
    body: WorkingHours,
    responses: { 200: WorkingHoursView },
  }),
  closeToday: route({
    method: 'POST',
    path: '/admin/business/hours/closed-today',
    summary: 'Closed today: one dated exception in the time zone of the business; `isClosed: false` takes it back',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.closed-today' },
    body: z.strictObject({ isClosed: z.boolean(), note: text(200).optional() }),
    responses: { 200: WorkingHoursView },
  }),
  listServices: route({
    method: 'GET',
    path: '/admin/business/services',
    summary: 'Services with prices, in the order of the owner',
    tags: ['business'],
    access: 'business:view',
    responses: { 200: z.object({ items: z.array(Service), nextCursor: z.null() }) },
  }),
  createService: route({
    method: 'POST',
    path: '/admin/business/services',
    summary: 'Add a service',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.service-create' },
    body: ServiceInput,
    responses: { 201: Service },
    problems: ['service_name_taken'],
  }),
  updateService: route({
    method: 'PATCH',
    path: '/admin/business/services/:id',
    summary: 'Change a service',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.service-update' },
    params: IdParams,
    body: ServicePatch,
    responses: { 200: Service },
    problems: ['not_found', 'service_name_taken'],
  }),
  deleteService: route({
    method: 'DELETE',
    path: '/admin/business/services/:id',
    summary: 'Delete a service',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.service-delete' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
}

export const starterPackContract = {
  listStarterPacks: route({
    method: 'GET',
    path: '/admin/business/starter-packs',
    summary: 'Trades with ready questions and answers',
    tags: ['business', 'faq'],
    access: 'faq:view',
    responses: { 200: z.object({ items: z.array(StarterPackSummary), nextCursor: z.null() }) },
  }),
  previewStarterPack: route({
    method: 'GET',
    path: '/admin/business/starter-packs/:id',
    summary: 'The questions of a trade, with what of the profile is still missing in each answer',
    tags: ['business', 'faq'],
    access: 'faq:view',
    params: IdParams,
    query: z.object({ language: Language.default('ru') }),
    responses: { 200: StarterPackPreview },
    problems: ['not_found'],
  }),
  applyStarterPack: route({
    method: 'POST',
    path: '/admin/business/starter-packs/:id/apply',
    summary: 'Add the questions of a trade (and its services, without prices); what exists already stays as it is',
    tags: ['business', 'faq'],
    access: 'faq:edit',
    audit: { action: 'faq.starter-pack' },
    params: IdParams,
    body: z.strictObject({ language: Language, withServices: z.boolean().default(true) }),
    responses: {
      200: z
        .object({
          added: z.number().int(),
          enabled: z.number().int(),
          waiting: z.number().int(),
          skipped: z.number().int(),
        })
        .meta({ id: 'StarterPackResult' }),
    },
    problems: ['not_found'],
  }),
}
