import { createByteCollector } from './byte-collector.ts'
import type { TransferEntry } from './import-row.ts'
import { createTimeSlice } from './time-slice.ts'
import type { WriteOptions } from './write-csv.ts'

/** Entries as a JSON file, `{ "format": "secretary-faq", "version": 1, "entries": [...] }`, one entry a line. */
export async function writeJson(entries: Iterable<TransferEntry>, options: WriteOptions): Promise<Uint8Array> {
  const file = createByteCollector(createTimeSlice(options.signal))
  await file.add('{ "format": "secretary-faq", "version": 1, "entries": [')
  let separator = '\n'
  for (const entry of entries) {
    const pause = file.add(`${separator}${JSON.stringify(toPlain(entry))}`)
    if (pause !== undefined) await pause
    separator = ',\n'
  }
  await file.add('\n] }\n')
  return file.finish()
}

function toPlain({
  isEnabled,
  question,
  answer,
  phrasings,
  keywords,
  patterns,
  exclusions,
  priority,
  language,
}: TransferEntry) {
  return { question, answer, phrasings, keywords, patterns, exclusions, priority, enabled: isEnabled, language }
}
