import { createHash } from 'node:crypto'
import { analyzeQuestion } from '../../apps/server/src/features/faq/matching/analyze-question.ts'
import type { PhraseFeatures } from '../../apps/server/src/features/faq/matching/compare-phrase.ts'
import type { ConfidenceEvidence } from '../../apps/server/src/features/faq/matching/confidence.ts'
import { createGrowingIndex } from '../../apps/server/src/features/faq/matching/growing-index.ts'
import { createIndexLayer } from '../../apps/server/src/features/faq/matching/index-layer.ts'
import { searchLayers } from '../../apps/server/src/features/faq/matching/search-layers.ts'
import type { AskedQuestion, QuestionSet } from './question-sets.ts'

/** What the matcher saw when it was asked a question. */
export interface Evidence {
  readonly half: AskedQuestion['half']
  /** Null: nothing that was there answers it. */
  readonly entryId: string | null
  readonly candidates: readonly {
    readonly entryId: string
    readonly features: PhraseFeatures
    readonly contradicts: boolean
  }[]
  /** Of the first candidate. */
  readonly best: ConfidenceEvidence | null
}

/**
 * Asks every question once, and every third once more without its entry: what is missing looks most like what is there.
 */
export function collectEvidence({ entries, asked }: QuestionSet): Evidence[] {
  const index = createGrowingIndex()
  for (const entry of entries) index.add(entry)
  const layer = createIndexLayer(index, entries)
  const ask = ({ text, half }: AskedQuestion, entryId: string | null, hiddenId: string | null): Evidence => {
    const { ranked, evidence } = searchLayers([layer], analyzeQuestion(text), {
      isAllowed: ({ id }) => id !== hiddenId,
      factorOf: () => 1,
    })
    const candidates = ranked.map(({ entry, features, contradicts }) => ({ entryId: entry.id, features, contradicts }))
    return { half, entryId, candidates, best: evidence }
  }
  return asked.flatMap((one) => [
    ask(one, one.entryId, null),
    ...(one.entryId !== null && isLeftOut(one.text) ? [ask(one, null, one.entryId)] : []),
  ])
}

function isLeftOut(text: string): boolean {
  return (createHash('sha256').update(text).digest()[1] ?? 0) % 3 === 0
}
