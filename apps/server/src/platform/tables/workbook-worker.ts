import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import * as xlsx from '@e965/xlsx'

/** The thread that writes a workbook asks for rows until it is given none, then posts the file. */
export type WorkbookWorkerMessage = { type: 'next' } | { type: 'file'; bytes: Uint8Array }

/** What the thread is started with. */
export type SheetLook = { sheetName: string /** In characters. */; columnWidths: readonly number[] }

function toFile(rows: string[][], { sheetName, columnWidths }: SheetLook): Uint8Array<ArrayBuffer> {
  const sheet: xlsx.WorkSheet = {
    '!data': rows.map((cells) => cells.map(toCell)),
    '!cols': columnWidths.map((wch) => ({ wch })),
  }
  const width = rows[0]?.length ?? 1
  sheet['!ref'] = xlsx.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: Math.max(rows.length - 1, 0), c: width - 1 } })
  const workbook = xlsx.utils.book_new(sheet, sheetName)
  return new Uint8Array(xlsx.write(workbook, { type: 'array', bookType: 'xlsx', compression: true, bookSST: true }))
}

/** Text cells only: a spreadsheet never takes their content for a formula. `_x0041_` would be read as "A", so it is escaped. */
function toCell(text: string): xlsx.CellObject {
  return { t: 's', v: text.replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_') }
}

if (parentPort !== null) {
  const port = parentPort
  const rows: string[][] = []
  const ask: WorkbookWorkerMessage = { type: 'next' }
  for (;;) {
    const answer = once(port, 'message')
    port.postMessage(ask)
    // The one who started this worker replies with rows only.
    const [batch] = (await answer) as [string[][]]
    if (batch.length === 0) break
    rows.push(...batch)
  }
  // The one who started this worker passes exactly this.
  const bytes = toFile(rows, workerData as SheetLook)
  const file: WorkbookWorkerMessage = { type: 'file', bytes }
  port.postMessage(file, [bytes.buffer])
  port.close()
}
