import type { ImportField, ImportMapping } from '@secretary/contracts/faq-import.contract'
import type { Language } from '@secretary/contracts/scalars'
import { LRUCache } from 'lru-cache'
import type * as z from 'zod'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { withAppErrors } from '#server/platform/tables/import-error.ts'
import type { ImportFormat, ImportTable } from '#server/platform/tables/import-table.ts'
import { readTable } from '#server/platform/tables/read-table.ts'
import { withHeading } from '#server/platform/tables/with-heading.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'
import { findPatternProblem, MAX_PATTERNS } from './check-patterns.ts'
import { entryPages } from './entry-pages.ts'
import type { FaqRepository } from './faq.repository.ts'
import { type FaqChange, writeFaqEntries } from './faq-bulk.ts'
import { type FaqEntryRecord, fieldsOf } from './faq-entry.ts'
import type { FaqImportsRepository, ImportCounts, StoredImport } from './faq-imports.repository.ts'
import type { FaqIndex } from './faq-index.ts'
import { createImportUndo, type UndoneCounts } from './import-undo.ts'
import { type ImportUndo, writeUndo } from './import-undo-text.ts'
import { normalizeQuestion } from './matching/normalize-question.ts'
import { walkInSlices } from './matching/walk-in-slices.ts'
import { faqFields } from './transfer/faq-fields.ts'
import { mapFaqRows } from './transfer/map-faq-rows.ts'
import { type ExistingEntry, type ImportItem, planImport } from './transfer/plan-import.ts'

const UPLOAD_LIFE_MS = 3600 * 1000
/** Parsed tables of 20 MB each lie in memory; older uploads make room. */
const MAX_UPLOADS = 5
/** Read and parsed in a few milliseconds. */
const PAGE_SIZE = 200

type Mapping = z.output<typeof ImportMapping>

export interface Upload {
  readonly id: string
  readonly ownerId: string | null
  readonly fileName: string
  readonly table: ImportTable<ImportField>
}

export interface FaqImportsService {
  /** @throws AppError `import_unreadable`, `import_too_large` */
  upload(
    bytes: Uint8Array,
    source: { ownerId: string | null; fileName: string; format?: ImportFormat | undefined },
    signal: AbortSignal,
  ): Promise<Upload>
  /** What applying would do. @throws AppError `import_expired`, `import_unreadable` */
  plan(
    uploadId: string,
    ownerId: string | null,
    mapping: Mapping,
    signal: AbortSignal,
  ): Promise<{ items: readonly ImportItem[]; counts: ImportCounts }>
  /** @throws AppError as `plan`, and `faq_pattern_limit` */
  apply(uploadId: string, ownerId: string | null, mapping: Mapping, signal: AbortSignal): Promise<StoredImport>
  /** Entries that were changed since stay as they are now. @throws AppError `not_found`, `import_already_undone` */
  undo(id: string): Promise<UndoneCounts>
  list(): Promise<StoredImport[]>
  /** Takes back what a crash left half done; at once what was held before this process was the only one. Returns how many that were. */
  recover(aloneAt: Date | null): Promise<number>
}

interface ImportsDeps {
  repository: FaqRepository
  imports: FaqImportsRepository
  index: FaqIndex
  writer: DurableWriter
  configChanges: ConfigChanges
  clock: Clock
}

export function createFaqImportsService(deps: ImportsDeps): FaqImportsService {
  const { repository, imports, index, writer, configChanges, clock } = deps
  const uploads = new LRUCache<string, Upload>({ max: MAX_UPLOADS, ttl: UPLOAD_LIFE_MS })

  function find(id: string, ownerId: string | null): Upload {
    const upload = uploads.get(id)
    if (!upload || upload.ownerId !== ownerId) throw new AppError('import_expired')
    return upload
  }

  async function planOf({ table }: Upload, mapping: Mapping, signal: AbortSignal) {
    const rows = await withAppErrors(
      mapFaqRows(withHeading(table, mapping.hasHeading, faqFields), mapping.columns, { signal }),
    )
    const existing = await readExisting(repository)
    const { items } = await planImport(rows, existing.keys, { normalize: normalizeQuestion, signal })
    const checked = items.map(withPatternFaults)
    return { items: checked, counts: countKinds(checked), existing }
  }

  async function write(work: { added: readonly FaqEntryRecord[]; changed: readonly FaqChange[] }): Promise<void> {
    await writeFaqEntries(deps, work)
    await index.putMany([...work.added, ...work.changed.map(({ entry }) => entry)])
    await configChanges.bump('faq')
  }

  const { hold, leaseUntil, takeBack, undo, recover } = createImportUndo({
    ...deps,
    write: (changed) => write({ added: [], changed }),
  })

  return {
    async upload(bytes, { ownerId, fileName, format }, signal) {
      const table = await withAppErrors(readTable(bytes, { fileName, format }, { fields: faqFields, signal }))
      const upload: Upload = { id: newId(), ownerId, fileName, table }
      uploads.set(upload.id, upload)
      return upload
    },
    plan: (uploadId, ownerId, mapping, signal) => planOf(find(uploadId, ownerId), mapping, signal),
    async apply(uploadId, ownerId, mapping, signal) {
      const upload = find(uploadId, ownerId)
      const { items, counts, existing } = await planOf(upload, mapping, signal)
      const work = await recordsOf(items, { existing: existing.records, now: timestamp(clock), signal })
      checkPatternLimit(existing.records, work)
      const id = newId()
      const { fileName } = upload
      const times = { startedAt: timestamp(clock), leaseUntil: leaseUntil() }
      const run = imports.compileBegin({ id, fileName, counts, undo: await writeUndo(work.undo), ...times })
      await writer.commit(run)
      try {
        await hold(id, () => write(work))
      } catch (error) {
        await undo(id).catch(() => {}) // Recovery goes on with it; why the import failed is what has to be said.
        throw error
      }
      const appliedAt = timestamp(clock)
      if (!(await imports.markApplied(id, appliedAt))) {
        // This process stood still for so long that another one took the import for abandoned.
        await takeBack(work.undo)
        throw new AppError('import_already_undone')
      }
      uploads.delete(uploadId)
      return { id, fileName, counts, appliedAt, undoneAt: null }
    },
    undo,
    list: () => imports.list(),
    recover,
  }
}

/** Every live entry, by id and by the key that rows find it with. Read in pages, so that other requests have their turn. */
async function readExisting(repository: FaqRepository) {
  const records = new Map<string, FaqEntryRecord>()
  const keys: ExistingEntry[] = []
  const pages = entryPages(repository, { pageSize: PAGE_SIZE, areKept: true, signal: untilTheEnd })
  for await (const page of pages)
    for (const record of page) {
      if (record.scopeId !== null) continue
      records.set(record.id, record)
      keys.push({ id: record.id, key: normalizeQuestion(record.question), fields: fieldsOf(record) })
    }
  return { records, keys }
}

/** A pattern that does not parse makes its row faulty, not the import. */
function withPatternFaults(item: ImportItem): ImportItem {
  const patterns =
    item.kind === 'new' ? item.fields.patterns : item.kind === 'changed' ? item.changes.patterns : undefined
  if (!patterns?.some((source) => findPatternProblem(source) !== null)) return item
  return {
    kind: 'faulty',
    rowNumber: item.rowNumber,
    faults: [{ field: 'patterns' satisfies ImportField, code: 'pattern_invalid' }],
    cells: [],
    question: item.question,
    answer: item.kind === 'new' || item.kind === 'changed' ? item.answer : '',
  }
}

function countKinds(items: readonly ImportItem[]): ImportCounts {
  const counts: ImportCounts = { new: 0, changed: 0, same: 0, duplicate: 0, faulty: 0 }
  for (const { kind } of items) counts[kind] += 1
  return counts
}

interface ImportWork {
  readonly added: FaqEntryRecord[]
  readonly changed: FaqChange[]
  readonly undo: ImportUndo
}

/** What is to be written, and how to take it back. */
async function recordsOf(
  items: readonly ImportItem[],
  { existing, now, signal }: { existing: ReadonlyMap<string, FaqEntryRecord>; now: string; signal: AbortSignal },
): Promise<ImportWork> {
  const work: ImportWork = { added: [], changed: [], undo: { added: [], changed: [] } }
  await walkInSlices(items, signal, (item) => {
    if (item.kind === 'new') {
      const entry = newRecord(item.fields, now)
      work.added.push(entry)
      work.undo.added.push(entry.id)
    }
    const present = item.kind === 'changed' ? existing.get(item.entryId) : undefined
    if (item.kind !== 'changed' || !present) return
    const version = present.version + 1
    const entry = { ...present, ...copyLists(item.changes), version, updatedAt: now }
    work.changed.push({ version: present.version, entry })
    work.undo.changed.push({ id: entry.id, version, before: { ...fieldsOf(present) } })
  })
  return work
}

function checkPatternLimit(
  existing: ReadonlyMap<string, FaqEntryRecord>,
  { added, changed }: Pick<ImportWork, 'added' | 'changed'>,
): void {
  let count = 0
  for (const { patterns } of existing.values()) count += patterns.length
  for (const { patterns } of added) count += patterns.length
  for (const { entry } of changed) count += entry.patterns.length - (existing.get(entry.id)?.patterns.length ?? 0)
  if (count > MAX_PATTERNS)
    throw new AppError('faq_pattern_limit', {
      detail: `At most ${MAX_PATTERNS} patterns in all, there would be ${count}`,
    })
}

type TransferFields = Extract<ImportItem, { kind: 'new' }>['fields']

function newRecord(fields: TransferFields, now: string): FaqEntryRecord {
  const lists = copyLists(fields)
  return {
    ...fields,
    ...lists,
    language: fields.language as Language | null,
    id: newId(),
    scopeId: null,
    hitCount: 0,
    lastHitAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  } as FaqEntryRecord // copyLists made every read-only list a plain one.
}

function copyLists<T extends object>(
  fields: T,
): { [K in keyof T]: T[K] extends readonly (infer I)[] | undefined ? I[] : T[K] } {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  ) as { [K in keyof T]: T[K] extends readonly (infer I)[] | undefined ? I[] : T[K] } // Lists are copied, the rest is what it was.
}
