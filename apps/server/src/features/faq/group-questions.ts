import { setImmediate } from 'node:timers/promises'
import type { AskedQuestion } from '#server/features/conversations/asked-questions.service.ts'
import { createFaqMatcher } from './matching/faq-matcher.ts'

export type QuestionGroup = [AskedQuestion, ...AskedQuestion[]]

/**
 * Puts together what asks for the same: the same words first, then what the matcher takes for the same question.
 * @returns groups, largest first; within a group newest first, as given.
 */
export async function groupQuestions(questions: readonly AskedQuestion[]): Promise<QuestionGroup[]> {
  const byKey = new Map<string, QuestionGroup>()
  for (const question of questions) {
    const group = byKey.get(question.questionKey)
    if (group) group.push(question)
    else byKey.set(question.questionKey, [question])
  }
  const merged = new Map<string, QuestionGroup>()
  const matcher = createFaqMatcher()
  for (const [key, group] of [...byKey].sort(([, left], [, right]) => right.length - left.length)) {
    const alike = matcher.match(group[0].content, { limit: 1 })
    const home = alike.outcome === 'hit' && alike.entryId !== null ? merged.get(alike.entryId) : undefined
    if (home) home.push(...group)
    else {
      merged.set(key, group)
      matcher.upsert({
        id: key,
        question: group[0].content,
        phrasings: [],
        keywords: [],
        patterns: [],
        exclusions: [],
        priority: 0,
        scopeId: null,
        language: null,
      })
    }
    // Each comparison with all groups so far may take a millisecond.
    await setImmediate()
  }
  return [...merged.values()].sort((left, right) => right.length - left.length)
}
