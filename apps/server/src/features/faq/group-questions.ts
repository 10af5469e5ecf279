import type { AskedQuestion } from '#server/features/conversations/asked-questions.service.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { createFaqMatcher, type FaqMatcher } from './matching/faq-matcher.ts'

export type QuestionGroup = [AskedQuestion, ...AskedQuestion[]]

/** Wordings that are remembered; beyond them everything is compared anew. */
const MOST_WORDINGS = 6_000

/** Puts together what asks for the same. What was compared once is remembered: only wordings that are new cost anything. */
export function createQuestionGroups() {
  let known: Comparisons = { matcher: createFaqMatcher(), homes: new Map() }
  return {
    /**
     * The same words first, then what the matcher takes for the same question.
     * @returns groups, largest first; within a group newest first, as given.
     * @throws the signal's reason on abort; what was compared until then is remembered.
     */
    async group(questions: readonly AskedQuestion[], signal?: AbortSignal): Promise<QuestionGroup[]> {
      if (known.homes.size > MOST_WORDINGS) known = { matcher: createFaqMatcher(), homes: new Map() }
      const { homes } = known
      await compareNew(known, questions, signal)
      const groups = new Map<string, QuestionGroup>()
      for (const question of questions) {
        const home = homes.get(question.questionKey) ?? question.questionKey
        const group = groups.get(home)
        if (group) group.push(question)
        else groups.set(home, [question])
      }
      return [...groups.values()].sort((left, right) => right.length - left.length)
    },
  }
}

export type QuestionGroups = ReturnType<typeof createQuestionGroups>

interface Comparisons {
  /** One entry for each group: its first wording. */
  readonly matcher: FaqMatcher
  /** The key of the group for the key of each wording. */
  readonly homes: Map<string, string>
}

/** The most frequent wordings first: the others gather around them. */
async function compareNew(
  { matcher, homes }: Comparisons,
  questions: readonly AskedQuestion[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const counts = new Map<string, { content: string; count: number }>()
  for (const { questionKey, content } of questions) {
    if (homes.has(questionKey)) continue
    const seen = counts.get(questionKey)
    if (seen) seen.count++
    else counts.set(questionKey, { content, count: 1 })
  }
  for (const [key, { content }] of [...counts].sort(([, left], [, right]) => right.count - left.count)) {
    // Somebody else may have asked meanwhile.
    if (homes.has(key)) continue
    const alike = matcher.match(content, { limit: 1 })
    if (alike.outcome === 'hit' && alike.entryId !== null) homes.set(key, alike.entryId)
    else {
      homes.set(key, key)
      matcher.upsert(entryOf(key, content))
    }
    // Each comparison with all groups so far may take milliseconds.
    await nextTurn()
    signal?.throwIfAborted()
  }
}

function entryOf(id: string, question: string): Parameters<FaqMatcher['upsert']>[0] {
  return {
    id,
    question,
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    scopeId: null,
    language: null,
  }
}
