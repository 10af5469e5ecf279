import { Service } from '@secretary/contracts/business.contract'
import type { CompiledQuery } from 'kysely'
import * as z from 'zod'
import type { Executor } from '#server/db/database.ts'

/** How a price list that was brought in can be taken back. */
export const ServiceImportUndo = z.object({
  /** When it was applied; a service with another time of change was changed since. */
  stamp: z.string(),
  added: z.array(z.string()),
  changed: z.array(Service),
})
export type ServiceImportUndo = z.infer<typeof ServiceImportUndo>

export interface NewServiceImport {
  readonly id: string
  readonly fileName: string
  readonly undo: ServiceImportUndo
}

export function createServiceImportsRepository(db: Executor) {
  return {
    compileInsert: ({ id, fileName, undo }: NewServiceImport): CompiledQuery =>
      db
        .insertInto('service_imports')
        .values({ id, file_name: fileName, undo: JSON.stringify(undo), applied_at: undo.stamp, undone_at: null })
        .compile(),
    /** False when it was taken back before. */
    async markUndone(id: string, at: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('service_imports')
        .set({ undone_at: at })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return Number(numUpdatedRows) === 1
    },
    async findUndo(id: string): Promise<ServiceImportUndo | null> {
      const row = await db.selectFrom('service_imports').select('undo').where('id', '=', id).executeTakeFirst()
      return row ? ServiceImportUndo.parse(JSON.parse(row.undo)) : null
    },
  }
}
