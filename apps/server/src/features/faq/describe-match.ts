import type { FaqMatchView, FaqSettings } from '@secretary/contracts/faq.contract'
import type { Language } from '@secretary/contracts/scalars'
import { detectLanguage } from '#server/platform/detect-language.ts'
import type { AnsweringIndex } from './faq-index.ts'

/** What would be answered to this text, and why: for the phrase tester and the owner's corrections. */
export function describeMatch(
  index: AnsweringIndex,
  thresholds: FaqSettings,
  text: string,
  options: { language?: Language | undefined; scopeId?: string | null | undefined },
): FaqMatchView {
  const language = options.language ?? detectLanguage(text) ?? 'ru'
  const match = index.match(text, {
    ...thresholds,
    language,
    scopeId: options.scopeId ?? null,
    limit: 5,
    explain: true,
  })
  const filled = match.entryId === null ? null : index.fill(match.entryId, language)
  return {
    outcome: match.outcome,
    entryId: match.entryId,
    question: filled?.question ?? null,
    answer: filled?.text ?? null,
    kind: match.kind,
    score: match.score,
    elapsedMs: match.elapsedMs,
    candidates: match.candidates.map(({ entryId, score, matchedWords }) => ({
      entryId,
      score,
      question: index.questionOf(entryId) ?? '',
      matchedWords: matchedWords.map((pair) => ({ ...pair })),
    })),
  }
}
