import { createByteCollector } from '#server/platform/tables/byte-collector.ts'
import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import type { TransferEntry } from './import-row.ts'

/** Entries as a JSON file, `{ "format": "secretary-faq", "version": 1, "entries": [...] }`, one entry a line. */
export async function writeJson(
  entries: Iterable<TransferEntry> | AsyncIterable<TransferEntry>,
  { signal }: { signal: AbortSignal },
): Promise<Uint8Array> {
  const file = createByteCollector(createTimeSlice(signal))
  await file.add('{ "format": "secretary-faq", "version": 1, "entries": [')
  let separator = '\n'
  for await (const entry of entries) {
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
