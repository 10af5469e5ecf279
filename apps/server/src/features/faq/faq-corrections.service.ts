import type { FaqCorrection, FaqEntryInput, FaqMatchView, FaqSettings } from '@secretary/contracts/faq.contract'
import type { AskedQuestionsService } from '#server/features/conversations/asked-questions.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { type AnswerChange, compareAnswers } from './compare-answers.ts'
import { describeMatch } from './describe-match.ts'
import type { FaqService } from './faq.service.ts'
import type { CorrectionUndo, FaqCorrectionsRepository } from './faq-corrections.repository.ts'
import type { FaqIndex } from './faq-index.ts'
import { normalizeQuestion } from './matching/normalize-question.ts'

/** How many of the newest questions a correction is tried on before it is saved. */
const CHECKED_QUESTIONS = 200

export interface CorrectionPreview {
  readonly replay: FaqMatchView
  readonly checkedQuestions: number
  readonly changes: AnswerChange[]
}

export interface FaqCorrectionsService {
  /** What the question itself and other recent questions would be answered. @throws AppError `not_found` */
  preview(correction: FaqCorrection): Promise<CorrectionPreview>
  /** @throws AppError `not_found`, `faq_question_taken` */
  apply(correction: FaqCorrection): Promise<{ id: string; replay: FaqMatchView; entryId: string | null }>
  /** Removes what the correction added, and nothing that was changed since. @throws AppError `not_found` */
  undo(id: string): Promise<void>
}

interface CorrectionsDeps {
  repository: FaqCorrectionsRepository
  faq: FaqService
  index: FaqIndex
  askedQuestions: AskedQuestionsService
  thresholds(): FaqSettings
  clock: Clock
}

export function createFaqCorrectionsService(deps: CorrectionsDeps): FaqCorrectionsService {
  const { repository, faq, index, askedQuestions, thresholds, clock } = deps
  const replay = (question: string) => describeMatch(index, thresholds(), question, {})

  async function addPhrase(entryId: string | null, list: 'phrasings' | 'exclusions', phrase: string): Promise<boolean> {
    if (entryId === null) return false
    const entry = await faq.get(entryId)
    if (includesPhrase(entry[list], phrase)) return false
    await faq.update(entryId, { [list]: [...entry[list], phrase], version: entry.version })
    return true
  }

  async function removePhrase(entryId: string | null, list: 'phrasings' | 'exclusions', phrase: string): Promise<void> {
    if (entryId === null) return
    const entry = await faq.get(entryId).catch(() => null) // Deleted since: nothing to take back there.
    if (entry)
      await faq.update(entryId, { [list]: entry[list].filter((present) => present !== phrase), version: entry.version })
  }

  return {
    async preview(correction) {
      const changed = await changedEntries(faq, correction)
      const questions = (await askedQuestions.recent(CHECKED_QUESTIONS)).map(({ content }) => content)
      const others = [...new Set(questions)].filter(
        (question) => normalizeQuestion(question) !== normalizeQuestion(correction.question),
      )
      const { after, changes } = await compareAnswers({
        index,
        thresholds: thresholds(),
        entries: changed,
        question: correction.question,
        others,
      })
      return { replay: after, checkedQuestions: others.length, changes }
    },
    async apply({ question, wrongEntryId, rightEntryId, newEntry }) {
      for (const id of [wrongEntryId, rightEntryId]) if (id !== null) await faq.get(id)
      const created = newEntry && (await faq.create(newEntryInput(newEntry, question)))
      const isExcluded = await addPhrase(wrongEntryId, 'exclusions', question)
      const isAdded = await addPhrase(rightEntryId, 'phrasings', question)
      const undo: CorrectionUndo = {
        excludedFrom: isExcluded ? wrongEntryId : null,
        addedTo: isAdded ? rightEntryId : null,
        created: created?.id ?? null,
      }
      const id = newId()
      await repository.insert({ id, question, undo }, timestamp(clock))
      return { id, replay: replay(question), entryId: created?.id ?? rightEntryId }
    },
    async undo(id) {
      const correction = await repository.find(id)
      if (!correction || !(await repository.markUndone(id, timestamp(clock)))) throw new AppError('not_found')
      await removePhrase(correction.undo.excludedFrom, 'exclusions', correction.question)
      await removePhrase(correction.undo.addedTo, 'phrasings', correction.question)
      if (correction.undo.created !== null) await faq.delete(correction.undo.created).catch(ignoreNotFound)
    },
  }
}

/** The entries as they would be, for the comparison. A new entry has no id yet; any unused one will do. */
async function changedEntries(faq: FaqService, { question, wrongEntryId, rightEntryId, newEntry }: FaqCorrection) {
  const changed: (FaqEntryInput & { id: string })[] = []
  if (wrongEntryId !== null) {
    const wrong = await faq.get(wrongEntryId)
    changed.push({ ...wrong, exclusions: [...wrong.exclusions, question] })
  }
  if (rightEntryId !== null) {
    const right = await faq.get(rightEntryId)
    changed.push({ ...right, phrasings: [...right.phrasings, question] })
  }
  if (newEntry) changed.push({ ...newEntryInput(newEntry, question), id: 'new' })
  return changed
}

/** The owner may word the question better than the visitor did; then the visitor's words are a phrasing. */
function newEntryInput(entry: NonNullable<FaqCorrection['newEntry']>, asked: string): FaqEntryInput {
  const phrasings = normalizeQuestion(entry.question) === normalizeQuestion(asked) ? [] : [asked]
  return {
    ...entry,
    phrasings,
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    isEnabled: true,
    scopeId: null,
  }
}

function includesPhrase(phrases: readonly string[], phrase: string): boolean {
  return phrases.some((present) => normalizeQuestion(present) === normalizeQuestion(phrase))
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'not_found')) throw error
}
