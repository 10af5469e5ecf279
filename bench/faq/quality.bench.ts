import type { BenchRow } from '../bench-row.ts'
import { askMatcher, recall } from './ask-matcher.ts'
import { loadMiniSearch } from './load-minisearch.ts'
import { halfOfSets, percent, qualityRows } from './quality-rows.ts'
import type { Half, QuestionSet } from './question-sets.ts'
import { starterPackPhrasings, starterPackQuestions } from './starter-pack-questions.ts'

const HALVES = ['development', 'kept-aside'] as const

/**
 * The starter packs, asked in wordings that the matcher has not seen: once by their questions alone, once with their phrasings,
 * of which the one that is asked is taken out. Beside MiniSearch.
 */
export default async function run(): Promise<BenchRow[]> {
  const [questions, phrasings] = [await starterPackQuestions(), await starterPackPhrasings()]
  const offTopic = phrasings
    .map((set) => ({ ...set, asked: set.asked.filter(({ isOffTopic = false }) => isOffTopic) }))
    .flatMap((set) => askMatcher(set))
  const answered = offTopic.filter(({ isAnswered }) => isAnswered).length
  return [
    ...(await rivalRows(questions)),
    ...HALVES.flatMap((half) => qualityRows('packs', questions, half)),
    ...HALVES.flatMap((half) => qualityRows('with phrasings', phrasings, half)),
    {
      figure: `answered at once of ${offTopic.length} questions no business answers`,
      value: String(answered),
      goal: '0',
      isMet: answered === 0,
    },
  ]
}

async function rivalRows(sets: readonly QuestionSet[]): Promise<BenchRow[]> {
  const MiniSearch = await loadMiniSearch()
  if (!MiniSearch) return []
  const found = (half: Half) =>
    halfOfSets(sets, half).flatMap(({ entries, asked }) => {
      const index = new MiniSearch({ fields: ['question'], searchOptions: { fuzzy: 0.2, prefix: true } })
      index.addAll(entries.map(({ id, question }) => ({ id, question })))
      return asked.map((one) => ({ asked: one, ranking: index.search(one.text).map(({ id }) => String(id)) }))
    })
  return HALVES.map((half) => {
    const [own, other] = [
      recall(
        halfOfSets(sets, half).flatMap((set) => askMatcher(set)),
        1,
      ),
      recall(found(half), 1),
    ]
    return {
      figure: `packs, ${half}: right entry first`,
      value: percent(own),
      rival: `MiniSearch ${percent(other)}`,
      ratio: (own / other).toFixed(2),
    }
  })
}

if (import.meta.main) console.table(await run())
