import type { FaqSettings } from '@secretary/contracts/faq.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { FaqIndex } from './faq-index.ts'

/** How many near entries a model is given to read, or a visitor to choose from. */
const NEAR_LIMIT = 5

export interface FaqAnswer {
  readonly outcome: 'hit' | 'near' | 'none'
  /** The answer as the visitor reads it, on a hit. */
  readonly text: string | null
  readonly entryId: string | null
  readonly question: string | null
  readonly kind: 'exact' | 'keyword' | 'pattern' | 'fuzzy' | null
  readonly score: number
  readonly elapsedMs: number
  readonly candidates: readonly { readonly entryId: string; readonly question: string; readonly score: number }[]
  /** The near entries with their answers, as sources for a model. */
  readonly sources: readonly { readonly question: string; readonly answer: string }[]
}

/** The first stage of every turn: in memory, well under a millisecond. */
export function answerFromFaq(
  index: FaqIndex,
  thresholds: FaqSettings,
  text: string,
  options: { language: Language; scopeId: string | null },
): FaqAnswer {
  const match = index.match(text, { ...thresholds, ...options, limit: NEAR_LIMIT })
  const hit = match.outcome === 'hit' && match.entryId !== null ? index.fill(match.entryId, options.language) : null
  const near = match.outcome === 'none' ? [] : match.candidates.filter(({ score }) => score >= thresholds.nearThreshold)
  return {
    outcome: match.outcome,
    text: hit?.text ?? null,
    entryId: match.entryId,
    question: hit?.question ?? null,
    kind: match.kind,
    score: match.score,
    elapsedMs: match.elapsedMs,
    candidates: match.candidates.map(({ entryId, score }) => ({
      entryId,
      score,
      question: index.questionOf(entryId) ?? '',
    })),
    sources: near.flatMap(({ entryId }) => {
      const filled = index.fill(entryId, options.language)
      return filled ? [{ question: filled.question, answer: filled.text }] : []
    }),
  }
}
