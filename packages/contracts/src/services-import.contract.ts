import * as z from 'zod'
import { Service } from './business.contract.ts'
import { route } from './route.ts'
import { Id, IdParams, Language, Timestamp, text } from './scalars.ts'

export const serviceFields = ['name', 'price', 'currency', 'unit', 'duration'] as const
export const ServiceField = z.enum(serviceFields)
export type ServiceField = z.infer<typeof ServiceField>

export const serviceFaultCodes = [
  'missing',
  'too_long',
  'price_unclear',
  'price_too_large',
  'currency_unknown',
  'duration_unclear',
  'duration_out_of_range',
  'broken_quote',
  'cell_too_long',
  'too_many_cells',
  'not_an_object',
  'nested_value',
] as const
export const ServiceFaultCode = z.enum(serviceFaultCodes)
export type ServiceFaultCode = z.infer<typeof ServiceFaultCode>

export const serviceRowKinds = ['new', 'changed', 'same', 'duplicate', 'faulty'] as const
export const ServiceRowKind = z.enum(serviceRowKinds)
export type ServiceRowKind = z.infer<typeof ServiceRowKind>

export const ServicesUpload = z
  .object({
    id: Id,
    format: z.enum(['csv', 'xlsx', 'json', 'paste']),
    hasHeading: z.boolean(),
    columns: z.array(
      z.object({ index: z.number().int(), heading: z.string().nullable(), guess: ServiceField.nullable() }),
    ),
    sampleRows: z.array(z.array(z.string())),
    rowCount: z.number().int(),
    warnings: z.array(z.object({ code: z.string(), row: z.number().int().optional() })),
  })
  .meta({ id: 'ServicesUpload' })

/** Column of each field; what has no column is left as it is in services that exist. */
export const ServicesMapping = z.strictObject({
  hasHeading: z.boolean(),
  columns: z.partialRecord(ServiceField, z.number().int().min(0).max(1000)),
  /** Of prices that name none. Absent: that of the last service, else the usual one of the business's language. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})

export const ServiceRowCounts = z
  .object({
    new: z.number().int(),
    changed: z.number().int(),
    same: z.number().int(),
    duplicate: z.number().int(),
    faulty: z.number().int(),
  })
  .meta({ id: 'ServiceRowCounts' })
export type ServiceRowCounts = z.infer<typeof ServiceRowCounts>

const ServiceValues = Service.omit({ id: true, position: true, updatedAt: true }).meta({ id: 'ServiceValues' })
export type ServiceValues = z.infer<typeof ServiceValues>

export const ServiceRowPreview = z
  .object({
    row: z.number().int(),
    kind: ServiceRowKind,
    name: z.string(),
    /** As it would be; null for a row that is left out. */
    after: ServiceValues.nullable(),
    /** As it is; null for a new one. */
    before: ServiceValues.nullable(),
    faults: z.array(z.object({ field: ServiceField, code: ServiceFaultCode, cell: z.string() })),
  })
  .meta({ id: 'ServiceRowPreview' })
export type ServiceRowPreview = z.infer<typeof ServiceRowPreview>

export const ServicesImportRun = z
  .object({ id: Id, fileName: z.string(), appliedAt: Timestamp, counts: ServiceRowCounts })
  .meta({ id: 'ServicesImportRun' })

export const servicesImportContract = {
  uploadServicesImport: route({
    method: 'POST',
    path: '/admin/business/services/imports',
    summary: 'Upload a price list (the raw bytes of a CSV or XLSX file); nothing is changed yet. Kept for an hour.',
    tags: ['business'],
    access: 'business:edit',
    audit: { none: 'Changes nothing until it is applied' },
    bodyLimitBytes: 20 * 1024 * 1024,
    consumes: 'application/octet-stream',
    query: z.object({ fileName: text(255).optional() }),
    responses: { 201: ServicesUpload },
    problems: ['import_unreadable', 'import_too_large', 'payload_too_large'],
  }),
  previewServicesImport: route({
    method: 'POST',
    path: '/admin/business/services/imports/:id/preview',
    summary: 'What applying would do, row by row',
    tags: ['business'],
    access: 'business:edit',
    audit: { none: 'Reads only' },
    params: IdParams,
    body: ServicesMapping.extend({
      kind: ServiceRowKind.optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    responses: {
      200: z
        .object({ counts: ServiceRowCounts, items: z.array(ServiceRowPreview), total: z.number().int() })
        .meta({ id: 'ServicesImportPreview' }),
    },
    problems: ['import_unreadable', 'import_expired'],
  }),
  applyServicesImport: route({
    method: 'POST',
    path: '/admin/business/services/imports/:id/apply',
    summary: 'Apply; faulty rows are left out, the rest goes in as one step',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.services-import' },
    params: IdParams,
    body: ServicesMapping,
    responses: { 200: ServicesImportRun },
    problems: ['import_unreadable', 'import_too_large', 'import_expired', 'service_name_taken'],
  }),
  undoServicesImport: route({
    method: 'POST',
    path: '/admin/business/services/imports/:id/undo',
    summary: 'Take a whole import back; services changed since then are left as they are now',
    tags: ['business'],
    access: 'business:edit',
    audit: { action: 'business.services-import-undo' },
    params: IdParams,
    responses: {
      200: z
        .object({ restored: z.number().int(), removed: z.number().int(), kept: z.number().int() })
        .meta({ id: 'ServicesImportUndo' }),
    },
    problems: ['not_found', 'import_already_undone'],
  }),
  downloadServicesTemplate: route({
    method: 'GET',
    path: '/admin/business/services/import-template',
    summary: 'An example price list to fill in',
    tags: ['business'],
    access: 'business:view',
    query: z.object({ format: z.enum(['csv', 'xlsx']).default('csv'), language: Language.default('ru') }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
  }),
}
