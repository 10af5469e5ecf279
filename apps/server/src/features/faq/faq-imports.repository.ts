import type { CompiledQuery, ExpressionBuilder } from 'kysely'
import * as z from 'zod'
import type { Database, Executor } from '#server/db/database.ts'
import { type ImportUndo, readUndo } from './import-undo-text.ts'

const Counts = z.object({
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  duplicate: z.number(),
  faulty: z.number(),
})
export type ImportCounts = z.infer<typeof Counts>

export interface StoredImport {
  readonly id: string
  readonly fileName: string
  readonly counts: ImportCounts
  /** Null while it runs. */
  readonly appliedAt: string | null
  readonly undoneAt: string | null
}

const SHOWN = 20

export interface FaqImportsRepository {
  /** For the durable writer: how it is taken back may be megabytes. */
  compileBegin(run: {
    id: string
    fileName: string
    counts: ImportCounts
    /** Of `writeUndo`. */
    undo: string
    startedAt: string
    leaseUntil: string
  }): CompiledQuery[]
  renewLease(id: string, until: string): Promise<void>
  /** False when it was taken back meanwhile. */
  markApplied(id: string, at: string): Promise<boolean>
  /** False when somebody has begun to take it back before. */
  beginUndo(id: string, claim: { at: string; leaseUntil: string }): Promise<boolean>
  /** The same of one that was cut short, also while it was being taken back. False where another process was quicker. */
  claimAbandoned(id: string, claim: { at: string; leaseUntil: string; leasesBefore: string }): Promise<boolean>
  /** It is taken back whole. */
  endUndo(id: string, at: string): Promise<void>
  find(id: string): Promise<(StoredImport & { undo: ImportUndo }) | null>
  /** Those that were cut short, whichever way they went: their leases end before that. */
  abandonedIds(leasesBefore: string): Promise<string[]>
  /** The newest that were applied. */
  list(): Promise<StoredImport[]>
}

/** How an import is taken back is read over `readDb`. */
export function createFaqImportsRepository(db: Executor, readDb: Executor = db): FaqImportsRepository {
  const columns = ['id', 'file_name as fileName', 'counts', 'applied_at as appliedAt', 'undone_at as undoneAt'] as const
  return {
    compileBegin: ({ id, fileName, counts, undo, startedAt, leaseUntil }) => [
      db
        .insertInto('faq_imports')
        .values({
          id,
          file_name: fileName,
          counts: JSON.stringify(counts),
          started_at: startedAt,
          applied_at: null,
          undone_at: null,
          lease_until: leaseUntil,
          undo_ended_at: null,
        })
        .compile(),
      db.insertInto('faq_import_undos').values({ import_id: id, undo }).compile(),
    ],
    async renewLease(id, until) {
      await db.updateTable('faq_imports').set({ lease_until: until }).where('id', '=', id).execute()
    },
    async markApplied(id, at) {
      const result = await db
        .updateTable('faq_imports')
        .set({ applied_at: at })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async beginUndo(id, { at, leaseUntil }) {
      const result = await db
        .updateTable('faq_imports')
        .set({ undone_at: at, lease_until: leaseUntil })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async claimAbandoned(id, { at, leaseUntil, leasesBefore }) {
      const result = await db
        .updateTable('faq_imports')
        .set((eb) => ({ undone_at: eb.fn.coalesce('undone_at', eb.val(at)), lease_until: leaseUntil }))
        .where('id', '=', id)
        .where(isAbandoned(leasesBefore))
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async endUndo(id, at) {
      await db.updateTable('faq_imports').set({ undo_ended_at: at }).where('id', '=', id).execute()
    },
    async find(id) {
      const row = await readDb
        .selectFrom('faq_imports')
        .innerJoin('faq_import_undos', 'import_id', 'id')
        .select([...columns, 'undo'])
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? { ...row, counts: Counts.parse(JSON.parse(row.counts)), undo: await readUndo(row.undo) } : null
    },
    async abandonedIds(leasesBefore) {
      const rows = await db.selectFrom('faq_imports').select('id').where(isAbandoned(leasesBefore)).execute()
      return rows.map(({ id }) => id)
    },
    async list() {
      const rows = await db
        .selectFrom('faq_imports')
        .select(columns)
        .where('applied_at', 'is not', null)
        .orderBy('applied_at', 'desc')
        .limit(SHOWN)
        .execute()
      return rows.map((row) => ({ ...row, counts: Counts.parse(JSON.parse(row.counts)) }))
    },
  }
}

/** Neither in nor out, and nobody is at it. */
function isAbandoned(leasesBefore: string) {
  return (eb: ExpressionBuilder<Database, 'faq_imports'>) =>
    eb.and([
      eb.or([
        eb.and([eb('applied_at', 'is', null), eb('undone_at', 'is', null)]),
        eb.and([eb('undone_at', 'is not', null), eb('undo_ended_at', 'is', null)]),
      ]),
      eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', leasesBefore)]),
    ])
}
