import type { TransferEntry } from './import-row.ts'
import { createTimeSlice } from './time-slice.ts'
import type { WriteOptions } from './write-csv.ts'

/** Entries as a JSON file, `{ "format": "secretary-faq", "version": 1, "entries": [...] }`, one entry a line. */
export async function writeJson(entries: Iterable<TransferEntry>, options: WriteOptions): Promise<Uint8Array> {
  const slice = createTimeSlice(options.signal)
  const chunks = [Buffer.from('{ "format": "secretary-faq", "version": 1, "entries": [')]
  let separator = '\n'
  for (const entry of entries) {
    if (slice.isOver()) await slice.pause()
    chunks.push(Buffer.from(`${separator}${JSON.stringify(toPlain(entry))}`))
    separator = ',\n'
  }
  chunks.push(Buffer.from('\n] }\n'))
  return Buffer.concat(chunks)
}

function toPlain({
  question,
  answer,
  phrasings,
  keywords,
  patterns,
  exclusions,
  priority,
  isEnabled,
  language,
}: TransferEntry) {
  return { question, answer, phrasings, keywords, patterns, exclusions, priority, enabled: isEnabled, language }
}
