import type { BenchRow } from '../bench-row.ts'
import { qualityRows } from './quality-rows.ts'
import { loadWrittenSets } from './question-sets.ts'
import { starterPackQuestions } from './starter-pack-questions.ts'

/**
 * Questions written for this bench, alone and together with those of the starter packs. The kept-aside half is only reported,
 * nothing is fitted to it. Nothing at all was fitted to the fresh sets, which were written last.
 */
export default async function run(): Promise<BenchRow[]> {
  const written = await loadWrittenSets()
  const all = [...written, ...(await starterPackQuestions())]
  return [
    ...(['development', 'kept-aside'] as const).flatMap((half) => [
      ...qualityRows('written', written, half),
      ...qualityRows('written and packs', all, half),
    ]),
    ...qualityRows('fresh', await loadWrittenSets('fresh-data'), null),
  ]
}

if (import.meta.main) console.table(await run())
