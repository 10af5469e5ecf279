import * as z from 'zod'
import { route } from './route.ts'
import { Id, IdParams, Language, Timestamp, text } from './scalars.ts'

export const importFields = [
  'question',
  'answer',
  'phrasings',
  'keywords',
  'patterns',
  'exclusions',
  'priority',
  'enabled',
  'language',
] as const
export const ImportField = z.enum(importFields)
export type ImportField = z.infer<typeof ImportField>

export const ImportUpload = z
  .object({
    id: Id,
    format: z.enum(['csv', 'xlsx', 'json', 'paste']),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    hasHeading: z.boolean(),
    columns: z.array(
      z.object({ index: z.number().int(), heading: z.string().nullable(), guess: ImportField.nullable() }),
    ),
    sampleRows: z.array(z.array(z.string())),
    rowCount: z.number().int(),
    warnings: z.array(z.object({ code: z.string(), row: z.number().int().optional() })),
  })
  .meta({ id: 'ImportUpload' })

/** Column of each field; an absent field is left as it is in existing entries. */
export const ImportMapping = z.strictObject({
  hasHeading: z.boolean(),
  columns: z.partialRecord(ImportField, z.number().int().min(0).max(1000)),
})

export const ImportCounts = z.object({
  new: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  duplicate: z.number().int(),
  faulty: z.number().int(),
})

export const ImportPreviewItem = z
  .object({
    row: z.number().int(),
    kind: z.enum(['new', 'changed', 'same', 'duplicate', 'faulty']),
    question: z.string(),
    answer: z.string(),
    faults: z.array(z.object({ field: ImportField, code: z.string() })),
  })
  .meta({ id: 'ImportPreviewItem' })

export const ImportRun = z
  .object({ id: Id, fileName: z.string(), appliedAt: Timestamp, undoneAt: Timestamp.nullable(), counts: ImportCounts })
  .meta({ id: 'ImportRun' })

const FileFormat = z.enum(['csv', 'xlsx', 'json'])

export const faqImportContract = {
  uploadFaqImport: route({
    method: 'POST',
    path: '/admin/faq/imports',
    summary: 'Upload a table (the raw bytes); nothing is changed yet. Kept for an hour.',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { none: 'Changes nothing until it is applied' },
    bodyLimitBytes: 20 * 1024 * 1024,
    consumes: 'application/octet-stream',
    query: z.object({
      fileName: text(255).optional(),
      format: z.enum(['csv', 'xlsx', 'json', 'paste']).optional(),
    }),
    responses: { 201: ImportUpload },
    problems: ['import_unreadable', 'import_too_large', 'payload_too_large'],
  }),
  previewFaqImport: route({
    method: 'POST',
    path: '/admin/faq/imports/:id/preview',
    summary: 'What applying would do, row by row',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { none: 'Reads only' },
    params: IdParams,
    body: ImportMapping.extend({
      kind: z.enum(['new', 'changed', 'same', 'duplicate', 'faulty']).optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    responses: {
      200: z
        .object({ counts: ImportCounts, items: z.array(ImportPreviewItem), total: z.number().int() })
        .meta({ id: 'ImportPreview' }),
    },
    problems: ['not_found', 'import_expired'],
  }),
  applyFaqImport: route({
    method: 'POST',
    path: '/admin/faq/imports/:id/apply',
    summary: 'Apply; faulty rows are left out, the rest goes in as one step',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.import' },
    params: IdParams,
    body: ImportMapping,
    responses: { 200: ImportRun },
    problems: ['not_found', 'import_expired', 'faq_pattern_limit'],
  }),
  undoFaqImport: route({
    method: 'POST',
    path: '/admin/faq/imports/:id/undo',
    summary: 'Take a whole import back; entries changed since then are left as they are now',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.import-undo' },
    params: IdParams,
    responses: {
      200: z
        .object({ restored: z.number().int(), removed: z.number().int(), kept: z.number().int() })
        .meta({ id: 'ImportUndo' }),
    },
    problems: ['not_found', 'import_already_undone'],
  }),
  listFaqImports: route({
    method: 'GET',
    path: '/admin/faq/imports',
    summary: 'The last imports',
    tags: ['faq'],
    access: 'faq:view',
    responses: { 200: z.object({ items: z.array(ImportRun), nextCursor: z.null() }) },
  }),
  exportFaq: route({
    method: 'GET',
    path: '/admin/faq/export',
    summary: 'All entries as a file',
    tags: ['faq'],
    access: 'faq:view',
    query: z.object({ format: FileFormat.default('csv') }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
  }),
  downloadFaqTemplate: route({
    method: 'GET',
    path: '/admin/faq/import-template',
    summary: 'An example file to fill in',
    tags: ['faq'],
    access: 'faq:view',
    query: z.object({ format: FileFormat.default('csv'), language: Language.default('ru') }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
  }),
}
