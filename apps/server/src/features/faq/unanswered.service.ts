import type { FaqSettings } from '@secretary/contracts/faq.contract'
import { LRUCache } from 'lru-cache'
import type { AskedQuestionsService } from '#server/features/conversations/asked-questions.service.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'
import type { FaqCorrectionsRepository } from './faq-corrections.repository.ts'
import type { FaqIndex } from './faq-index.ts'
import { createQuestionGroups, type QuestionGroup } from './group-questions.ts'
import type { FaqMatch } from './matching/faq-matcher.ts'

/** The newest questions are the ones worth a look; older ones come back when they are asked again. */
const QUESTIONS_READ = 2_000
const GROUPS_SHOWN = 100
/** Whoever only wants to know whether there is anything waits for no more than these. */
const QUESTIONS_GLANCED_AT = 100
const WORDINGS_SHOWN = 10
const CANDIDATES_SHOWN = 3
/** What the panel asks for unless it is told otherwise. */
const USUAL_DAYS = 30
/** Questions whose match is remembered: twice what one look goes through. */
const MATCHES_REMEMBERED = 2 * QUESTIONS_READ

export interface UnansweredGroup {
  readonly key: string
  readonly question: string
  readonly wordings: string[]
  readonly count: number
  readonly lastAskedAt: string
  readonly conversationId: string
  readonly candidates: { entryId: string; question: string; score: number }[]
}

export interface UnansweredService {
  /** Groups of like questions that the FAQ does not answer to this day, most frequent first. */
  list(days: number, signal?: AbortSignal): Promise<UnansweredGroup[]>
  /** Whether there is such a group among the newest questions. */
  hasAny(days: number): Promise<boolean>
  /** Compares what was asked since, so that the next look only has to count. */
  prepare(signal: AbortSignal): Promise<void>
  setDismissed(key: string, isDismissed: boolean): Promise<void>
}

interface Extent {
  readonly questions: number
  readonly groups: number
}

interface UnansweredDeps {
  repository: FaqCorrectionsRepository
  index: FaqIndex
  askedQuestions: AskedQuestionsService
  thresholds(): FaqSettings
  clock: Clock
}

export function createUnansweredService({
  repository,
  index,
  askedQuestions,
  thresholds,
  clock,
}: UnansweredDeps): UnansweredService {
  const groups = createQuestionGroups()
  const matches = new LRUCache<string, { revision: string; match: FaqMatch }>({ max: MATCHES_REMEMBERED })

  /** What an answer of the FAQ depends on. */
  const revisionNow = () => JSON.stringify([index.revision, thresholds()])

  /** How the FAQ answers it; looked for again only when an entry or a threshold has changed. Says whether it was. */
  function look(question: string, revision: string): { match: FaqMatch; isNew: boolean } {
    const known = matches.get(question)
    if (known?.revision === revision) return { match: known.match, isNew: false }
    const match = index.match(question, {
      ...thresholds(),
      language: detectLanguage(question) ?? 'ru',
      scopeId: null,
      limit: CANDIDATES_SHOWN,
    })
    matches.set(question, { revision, match })
    return { match, isNew: true }
  }

  /** Null where the FAQ answers it by now. */
  function describe(group: QuestionGroup, match: FaqMatch): UnansweredGroup | null {
    const [newest] = group
    if (match.outcome === 'hit') return null
    const candidates = match.candidates.map(({ entryId, score }) => ({
      entryId,
      score,
      question: index.questionOf(entryId) ?? '',
    }))
    const wordings = [...new Set(group.map(({ content }) => content))].slice(0, WORDINGS_SHOWN)
    return {
      key: newest.questionKey,
      question: newest.content,
      wordings,
      count: group.length,
      lastAskedAt: newest.askedAt,
      conversationId: newest.conversationId,
      candidates,
    }
  }

  async function find(days: number, most: Extent, signal?: AbortSignal): Promise<UnansweredGroup[]> {
    const since = new Date(clock.now().getTime() - days * 24 * 3600 * 1000).toISOString()
    const dismissed = await repository.dismissedKeys()
    const asked = (await askedQuestions.notAnsweredByFaq(since, most.questions)).filter(
      ({ questionKey }) => !dismissed.has(questionKey),
    )
    await nextTurn()
    const shown: UnansweredGroup[] = []
    const grouped = await groups.group(asked, signal)
    const slice = createTimeSlice(signal ?? untilTheEnd)
    let revision = revisionNow()
    // One after the other, until enough are found: each takes the matcher a while, and others wait for it.
    for (const group of grouped) {
      if (shown.length === most.groups) break
      const { match, isNew } = look(group[0].content, revision)
      const described = describe(group, match)
      if (described) shown.push(described)
      if (!isNew && !slice.isOver()) continue
      await slice.pause()
      revision = revisionNow()
    }
    return shown
  }

  const list = (days: number, signal?: AbortSignal) =>
    find(days, { questions: QUESTIONS_READ, groups: GROUPS_SHOWN }, signal)

  return {
    list,
    hasAny: async (days) => (await find(days, { questions: QUESTIONS_GLANCED_AT, groups: 1 })).length > 0,
    async prepare(signal) {
      await list(USUAL_DAYS, signal)
    },
    setDismissed: (key, isDismissed) => repository.setDismissed(key, isDismissed, timestamp(clock)),
  }
}
