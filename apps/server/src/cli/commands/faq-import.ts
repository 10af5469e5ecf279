import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import type { ImportItem } from '#server/features/faq/transfer/plan-import.ts'

export const faqImportCommand: Command = {
  name: 'faq import',
  usage:
    'faq import FILE [--dry-run]   (CSV, XLSX or JSON: question, answer, phrasings with | between them; keywords, patterns, priority, enabled, language)',
  summary: 'Add and change questions and answers from a file',
  options: { 'dry-run': { type: 'boolean' } },
  async run({ words: [file], flag, container, output, audit }) {
    if (file === undefined) throw new CliError('Name the file')
    const { faqImports } = await container()
    const signal = AbortSignal.timeout(600_000)
    const upload = await faqImports.upload(read(file), { ownerId: null, fileName: basename(file) }, signal)
    const columns = Object.fromEntries(
      upload.table.columns.flatMap(({ index, guess }) => (guess === null ? [] : [[guess, index]])),
    )
    const mapping = {
      hasHeading: upload.table.hasHeading,
      columns: 'question' in columns ? columns : { question: 0, answer: 1 },
    }
    const { items, counts } = await faqImports.plan(upload.id, null, mapping, signal)
    for (const item of items) if (item.kind === 'faulty') output.note(describeFault(item))
    if (flag('dry-run')) {
      output.object(
        { id: null, isDryRun: true, counts },
        `Would add ${counts.new}, change ${counts.changed}; ${counts.same} same, ${counts.duplicate} double, ${counts.faulty} faulty`,
      )
      return 0
    }
    const run = await faqImports.apply(upload.id, null, mapping, signal)
    await audit('faq.import', run.id, { fileName: run.fileName, counts })
    output.object(
      { id: run.id, isDryRun: false, counts },
      `Added ${counts.new}, changed ${counts.changed}; ${counts.same} same, ${counts.duplicate} double, ${counts.faulty} faulty`,
    )
    return 0
  },
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CliError(
      `${file} can't be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`,
    )
  }
}

function describeFault({ rowNumber, faults }: Extract<ImportItem, { kind: 'faulty' }>): string {
  return `Row ${rowNumber} left out: ${faults.map(({ field, code }) => `${field} ${code.replaceAll('_', ' ')}`).join(', ')}`
}
