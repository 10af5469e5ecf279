import type { FaqEntryInput, FaqMatchView, FaqSettings } from '@secretary/contracts/faq.contract'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { describeMatch } from './describe-match.ts'
import type { FaqIndex } from './faq-index.ts'

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

/** Looked at without a change, and as long again with it; then other turns have their go. */
const SLICE_MS = 2

/**
 * What would be answered with some entries changed. The real index is used, because scores depend on all its words:
 * the change is made and taken back within one turn of the event loop, so nobody else ever sees it.
 */
export async function compareAnswers({
  index,
  thresholds,
  entries,
  question,
  others,
}: Comparison): Promise<{ after: FaqMatchView; changes: AnswerChange[] }> {
  const titles = new Map(entries.map((entry) => [entry.id, entry.question]))
  const hitOf = (text: string): EntryRef => {
    const { outcome, entryId } = index.match(text, {
      ...thresholds,
      language: detectLanguage(text) ?? 'ru',
      scopeId: null,
      limit: 1,
    })
    return outcome === 'hit' && entryId !== null
      ? { id: entryId, question: titles.get(entryId) ?? index.questionOf(entryId) ?? '' }
      : null
  }
  const after = index.tryOut(entries, () => describeMatch(index, thresholds, question, {}))
  const changes: AnswerChange[] = []
  for (let start = 0; start < others.length; ) {
    const startedAt = performance.now()
    const before: EntryRef[] = []
    while (start + before.length < others.length && performance.now() - startedAt < SLICE_MS)
      before.push(hitOf(others[start + before.length] ?? ''))
    const some = others.slice(start, start + before.length)
    start += before.length
    const changed = index.tryOut(entries, () => some.map(hitOf))
    some.forEach((text, position) => {
      const [old, fresh] = [before[position] ?? null, changed[position] ?? null]
      if (old?.id !== fresh?.id) changes.push({ question: text, before: old, after: fresh })
    })
    await nextTurn()
  }
  return { after, changes }
}
