import * as z from 'zod'
import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'

const Change = z.object({ id: z.string(), version: z.number(), before: z.record(z.string(), z.unknown()) })
const Added = z.array(z.string())
/** How an import is taken back. */
export const ImportUndo = z.object({
  /** Made by the import. */
  added: Added,
  /** Changed by it: the entry's fields as they were, and the version it had afterwards. */
  changed: z.array(Change),
})
export type ImportUndo = z.infer<typeof ImportUndo>

/** As it is stored: what was added in the first line, then a line for each change, because megabytes of JSON are read and written at once or not at all. */
export async function writeUndo({ added, changed }: ImportUndo): Promise<string> {
  const slice = createTimeSlice(untilTheEnd)
  const lines = [JSON.stringify(added)]
  for (const change of changed) {
    if (slice.isOver()) await slice.pause()
    lines.push(JSON.stringify(change))
  }
  return lines.join('\n')
}

export async function readUndo(text: string): Promise<ImportUndo> {
  // Until lines came, it was one object.
  if (text.startsWith('{')) return ImportUndo.parse(JSON.parse(text))
  const slice = createTimeSlice(untilTheEnd)
  const [first = '[]', ...lines] = text.split('\n')
  const changed: ImportUndo['changed'] = []
  for (const line of lines) {
    if (slice.isOver()) await slice.pause()
    changed.push(Change.parse(JSON.parse(line)))
  }
  return { added: Added.parse(JSON.parse(first)), changed }
}
