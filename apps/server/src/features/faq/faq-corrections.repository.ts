import * as z from 'zod'
import type { Executor } from '#server/db/database.ts'

/** What a correction changed, enough to take it back. */
export const CorrectionUndo = z.object({
  /** The question was added to this entry as "must not match". */
  excludedFrom: z.string().nullable(),
  /** The question was added to this entry as a further phrasing. */
  addedTo: z.string().nullable(),
  /** This entry was made. */
  created: z.string().nullable(),
})
export type CorrectionUndo = z.infer<typeof CorrectionUndo>

export interface Correction {
  readonly id: string
  readonly question: string
  readonly undo: CorrectionUndo
}

export interface FaqCorrectionsRepository {
  insert(correction: Correction, at: string): Promise<void>
  /** Only while it has not been taken back. */
  find(id: string): Promise<Correction | null>
  markUndone(id: string, at: string): Promise<boolean>
  dismissedKeys(): Promise<ReadonlySet<string>>
  setDismissed(key: string, isDismissed: boolean, at: string): Promise<void>
}

export function createFaqCorrectionsRepository(db: Executor): FaqCorrectionsRepository {
  return {
    async insert({ id, question, undo }, at) {
      await db
        .insertInto('faq_corrections')
        .values({ id, question, undo: JSON.stringify(undo), applied_at: at, undone_at: null })
        .execute()
    },
    async find(id) {
      const row = await db
        .selectFrom('faq_corrections')
        .selectAll()
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return row ? { id: row.id, question: row.question, undo: CorrectionUndo.parse(JSON.parse(row.undo)) } : null
    },
    async markUndone(id, at) {
      const result = await db
        .updateTable('faq_corrections')
        .set({ undone_at: at })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async dismissedKeys() {
      const rows = await db.selectFrom('faq_dismissed').select('question_key').execute()
      return new Set(rows.map((row) => row.question_key))
    },
    async setDismissed(key, isDismissed, at) {
      if (!isDismissed) await db.deleteFrom('faq_dismissed').where('question_key', '=', key).execute()
      else
        await db
          .insertInto('faq_dismissed')
          .values({ question_key: key, dismissed_at: at })
          .onConflict((conflict) => conflict.column('question_key').doNothing())
          .execute()
    },
  }
}
