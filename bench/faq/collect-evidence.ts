import { analyzeQuestion } from '../../apps/server/src/features/faq/matching/analyze-question.ts'
import type { PhraseFeatures } from '../../apps/server/src/features/faq/matching/compare-phrase.ts'
import type { ConfidenceEvidence } from '../../apps/server/src/features/faq/matching/confidence.ts'
import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { createGrowingIndex } from '../../apps/server/src/features/faq/matching/growing-index.ts'
import { createIndexLayer, type IndexLayer } from '../../apps/server/src/features/faq/matching/index-layer.ts'
import { searchLayers } from '../../apps/server/src/features/faq/matching/search-layers.ts'
import { mendAgainst } from '../../apps/server/src/features/faq/matching/vocabularies.ts'
import type { AskedQuestion, QuestionSet } from './question-sets.ts'

/** What the matcher saw when it was asked a question. */
export interface Evidence {
  readonly set: string
  readonly half: AskedQuestion['half']
  /** Null: nothing that was there answers it. */
  readonly entryId: string | null
  /** The entry that answers it was taken out before it was asked. */
  readonly isWithout: boolean
  readonly isOffTopic: boolean
  readonly candidates: readonly {
    readonly entryId: string
    readonly features: PhraseFeatures
    readonly contradicts: boolean
  }[]
  /** Of the first candidate. */
  readonly best: ConfidenceEvidence | null
}

/** Asks every question once, and once more without its entry: what is missing looks most like what is there. */
export function collectEvidence({ name, entries, asked, leavesOut = false }: QuestionSet): Evidence[] {
  const whole = layerOf(entries)
  const ask = (question: AskedQuestion, hiddenId: string | null): Evidence => {
    const { text, half, entryId, isOffTopic = false } = question
    const layer = leavesOut && entryId !== null ? layerOf(entries.map((entry) => withoutPhrasing(entry, text))) : whole
    const { ranked, evidence } = searchLayers([layer], analyzeQuestion(text, mendAgainst([layer])), {
      isAllowed: ({ id }) => id !== hiddenId,
      factorOf: () => 1,
    })
    const candidates = ranked.map(({ entry, features, contradicts }) => ({ entryId: entry.id, features, contradicts }))
    const isWithout = hiddenId !== null
    return { set: name, half, entryId: isWithout ? null : entryId, isWithout, isOffTopic, candidates, best: evidence }
  }
  return asked.flatMap((one) => [ask(one, null), ...(one.entryId !== null ? [ask(one, one.entryId)] : [])])
}

export function withoutPhrasing(entry: FaqIndexEntry, text: string): FaqIndexEntry {
  return { ...entry, phrasings: entry.phrasings.filter((phrasing) => phrasing !== text) }
}

function layerOf(entries: readonly FaqIndexEntry[]): IndexLayer {
  const index = createGrowingIndex()
  for (const entry of entries) index.add(entry)
  return createIndexLayer(index, entries)
}
