import type { FaqEntryInput, FaqMatchView, FaqSettings } from '@secretary/contracts/faq.contract'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'
import { describeMatch } from './describe-match.ts'
import type { AnsweringIndex, FaqIndex } from './faq-index.ts'
import { walkInSlices } from './matching/walk-in-slices.ts'

type EntryRef = { id: string; question: string } | null

export interface AnswerChange {
  readonly question: string
  readonly before: EntryRef
  readonly after: EntryRef
}

interface Comparison {
  index: FaqIndex
  thresholds: FaqSettings
  /** As they would be. */
  entries: readonly (FaqEntryInput & { id: string })[]
  question: string
  others: readonly string[]
}

/** What would be answered with some entries changed. */
export async function compareAnswers({
  index,
  thresholds,
  entries,
  question,
  others,
}: Comparison): Promise<{ after: FaqMatchView; changes: AnswerChange[] }> {
  const changed = index.whatIf(entries)
  const hitIn = (one: AnsweringIndex, text: string): EntryRef => {
    const { outcome, entryId } = one.match(text, {
      ...thresholds,
      language: detectLanguage(text) ?? 'ru',
      scopeId: null,
      limit: 1,
    })
    return outcome === 'hit' && entryId !== null ? { id: entryId, question: one.questionOf(entryId) ?? '' } : null
  }
  await nextTurn()
  const after = describeMatch(changed, thresholds, question, {})
  const changes: AnswerChange[] = []
  await nextTurn()
  await walkInSlices(others, untilTheEnd, (text) => {
    const [before, then] = [hitIn(index, text), hitIn(changed, text)]
    if (before?.id !== then?.id) changes.push({ question: text, before, after: then })
  })
  return { after, changes }
}
