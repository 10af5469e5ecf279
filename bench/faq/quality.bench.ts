import { createFaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import { DEFAULT_HIT_THRESHOLD } from '../../apps/server/src/features/faq/matching/thresholds.ts'
import type { BenchRow } from '../bench-row.ts'
import { loadMiniSearch } from './load-minisearch.ts'
import { type Asked, type QuestionSet, starterPackQuestions } from './starter-pack-questions.ts'

interface Found {
  readonly asked: Asked
  readonly ranking: readonly string[]
  readonly confidence: number
}

const WANTED_PRECISION = 0.9

/** Ranking, and what is answered at 90 % precision, on wordings the matcher has not seen. The threshold is set on the development half only. */
export default async function run(): Promise<BenchRow[]> {
  const sets = await starterPackQuestions()
  const ours = sets.flatMap(findWithOurs)
  const MiniSearch = await loadMiniSearch()
  const rival = MiniSearch ? sets.flatMap((set) => findWithMiniSearch(set, MiniSearch)) : null
  const typed = sets
    .map((set) => ({ ...set, asked: set.asked.map((asked) => ({ ...asked, text: withTypo(asked.text) })) }))
    .flatMap(findWithOurs)
  const rows: BenchRow[] = [
    {
      figure: 'threshold for 90 % precision on the development half',
      value: calibrate(of(ours, 'development')).toFixed(2),
      rival: `${DEFAULT_HIT_THRESHOLD} in use`,
    },
  ]
  for (const half of ['development', 'kept-aside'] as const) {
    const [own, other] = [of(ours, half), rival && of(rival, half)]
    rows.push(
      share(`${half}: right entry first`, recall(own, 1), other && recall(other, 1), 0.55),
      share(`${half}: right entry among five`, recall(own, 5), other && recall(other, 5), 0.8),
      share(
        `${half}: precision at the threshold in use`,
        precisionAt(own, DEFAULT_HIT_THRESHOLD),
        null,
        WANTED_PRECISION,
      ),
      share(`${half}: answered at that threshold`, coverageAt(own, DEFAULT_HIT_THRESHOLD), null, 0.3),
      share(`${half}: right entry first with a typo`, recall(of(typed, half), 1), null, recall(own, 1) * 0.9),
    )
  }
  return rows
}

function findWithOurs({ entries, asked }: QuestionSet): Found[] {
  const matcher = createFaqMatcher()
  for (const entry of entries) matcher.upsert(entry)
  return asked.map((one) => {
    // Every confidence counts here, so that the threshold can be looked for.
    const { candidates, score, outcome } = matcher.match(one.text, { hitThreshold: 0.01, limit: 5 })
    return { asked: one, ranking: candidates.map(({ entryId }) => entryId), confidence: outcome === 'hit' ? score : 0 }
  })
}

function findWithMiniSearch(
  { entries, asked }: QuestionSet,
  MiniSearch: NonNullable<Awaited<ReturnType<typeof loadMiniSearch>>>,
): Found[] {
  const index = new MiniSearch({ fields: ['question'], searchOptions: { fuzzy: 0.2, prefix: true } })
  index.addAll(entries.map(({ id, question }) => ({ id, question })))
  return asked.map((one) => ({
    asked: one,
    confidence: 0,
    ranking: index
      .search(one.text)
      .slice(0, 5)
      .map(({ id }) => String(id)),
  }))
}

const of = (found: readonly Found[], half: Asked['half']) => found.filter(({ asked }) => asked.half === half)

function recall(found: readonly Found[], depth: number): number {
  const answerable = found.filter(({ asked }) => asked.entryId !== null)
  return (
    answerable.filter(({ asked, ranking }) => asked.entryId !== null && ranking.slice(0, depth).includes(asked.entryId))
      .length / answerable.length
  )
}

function precisionAt(found: readonly Found[], threshold: number): number {
  const answered = found.filter(({ confidence }) => confidence >= threshold)
  return answered.filter(({ asked, ranking }) => asked.entryId === ranking[0]).length / answered.length
}

function coverageAt(found: readonly Found[], threshold: number): number {
  const answerable = found.filter(({ asked }) => asked.entryId !== null)
  return answerable.filter(({ confidence }) => confidence >= threshold).length / answerable.length
}

/** The lowest threshold from which on at least 90 % of the answers are right. */
function calibrate(found: readonly Found[]): number {
  for (let threshold = 0.3; threshold < 1; threshold += 0.01)
    if (precisionAt(found, threshold) >= WANTED_PRECISION) return threshold
  return 1
}

/** Swaps two neighbouring letters in the longest word. */
function withTypo(text: string): string {
  const longest = text.split(' ').reduce((one, other) => (other.length > one.length ? other : one), '')
  if (longest.length < 5) return text
  const middle = Math.floor(longest.length / 2)
  return text.replace(
    longest,
    longest.slice(0, middle) + longest.charAt(middle + 1) + longest.charAt(middle) + longest.slice(middle + 2),
  )
}

function share(figure: string, value: number, rival: number | null, goal: number): BenchRow {
  const percent = (number: number) => `${(number * 100).toFixed(1)} %`
  return {
    figure,
    value: percent(value),
    goal: `≥ ${percent(goal)}`,
    isMet: value >= goal,
    ...(rival !== null && { rival: `MiniSearch ${percent(rival)}`, ratio: (value / rival).toFixed(2) }),
  }
}
