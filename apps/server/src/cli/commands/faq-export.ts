import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'

export const faqExportCommand: Command = {
  name: 'faq export',
  usage: 'faq export FILE.csv|FILE.xlsx|FILE.json',
  summary: 'Write all questions and answers to a file',
  async run({ words: [file], container, output }) {
    const format = (['csv', 'xlsx', 'json'] as const).find((known) => extname(file ?? '') === `.${known}`)
    if (file === undefined || !format) throw new CliError('Name a file that ends in .csv, .xlsx or .json')
    const { faqExport } = await container()
    const bytes = await faqExport(format, AbortSignal.timeout(600_000))
    writeFileSync(file, bytes)
    output.object({ id: file, sizeBytes: bytes.length }, `Wrote ${file}`)
    return 0
  },
}
