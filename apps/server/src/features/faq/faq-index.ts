import type { FaqEntryInput } from '@secretary/contracts/faq.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { BusinessService } from '#server/features/business/business.service.ts'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { untilTheEnd } from '#server/platform/until-the-end.ts'
import { entryPages } from './entry-pages.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqEntryRecord } from './faq-entry.ts'
import type { FaqMatch, FaqMatcher, MatchOptions } from './matching/faq-matcher.ts'
import { walkInSlices } from './matching/walk-in-slices.ts'
import { fillTemplate } from './templates/fill-template.ts'
import { replaceBlanks, templateBlanks } from './templates/template-blanks.ts'

/** A page that is read and parsed well within 10 ms. */
const LOAD_PAGE_SIZE = 250

/** What an answer needs at once, without asking the database. */
interface AnswerText {
  readonly version: number
  readonly question: string
  readonly answer: string
  readonly patternCount: number
}

/** What tells how a text is answered. */
export type AnsweringIndex = Pick<FaqIndex, 'match' | 'fill' | 'questionOf'>

export interface FaqIndex {
  /** Reads every entry; matching works on what was there before until it is done, and edits made meanwhile hold. */
  load(options: { signal: AbortSignal }): Promise<void>
  /** Resolves when what `load` began to read can be asked; fails where it failed. */
  whenLoaded(): Promise<void>
  /** Takes effect with the next question. */
  put(entry: FaqEntryRecord): void
  /** Very many, a few at a time: each takes effect with the next question after it was its turn. */
  putMany(entries: readonly FaqEntryRecord[]): Promise<void>
  match(text: string, options: MatchOptions): FaqMatch
  /** How it would answer with some entries changed or added; nothing is changed. */
  whatIf(entries: readonly (FaqEntryInput & { id: string })[]): AnsweringIndex
  /** The entry's answer with its blanks filled, and the blanks that have no value. */
  fill(entryId: string, language: Language): { question: string; text: string; missing: readonly string[] } | null
  missingBlanks(answer: string, language: Language | null): string[]
  incompleteIds(): string[]
  questionOf(entryId: string): string | null
  /** Patterns of all entries but the one that is being changed. */
  patternCount(exceptId?: string): number
  readonly size: number
  /** Another one after each change that can change an answer. */
  readonly revision: number
}

/** A price or an hour inside a Russian sentence is told in Russian, whatever language the question was typed in. */
function languageOf(answer: string): Language | null {
  return detectLanguage(replaceBlanks(answer, () => ''))
}

/** The entries as the matcher and the answers see them: in memory, enabled, and complete for the profile as it is now. */
export function createFaqIndex(deps: {
  repository: FaqRepository
  matcher: FaqMatcher
  business: BusinessService
}): FaqIndex {
  const { repository, matcher, business } = deps
  let texts = new Map<string, AnswerText>()
  /** Entries whose answer has blanks: the only ones a change of the profile can switch on or off. */
  let withBlanks = new Map<string, FaqEntryRecord>()
  /** Versions of what is gone. */
  const gone = new Map<string, number>()
  /** Newer than what `load` reads while it runs. */
  let editedWhileLoading: Map<string, FaqEntryRecord> | null = null
  let loading: Promise<void> = Promise.resolve()
  let revision = 0

  const missingBlanks = (answer: string, language: Language | null) =>
    fillTemplate(answer, business.facts(language ?? business.profile().language)).missing
  const canAnswer = (entry: FaqEntryRecord) =>
    entry.deletedAt === null && entry.isEnabled && missingBlanks(entry.answer, entry.language).length === 0

  function remember(entry: FaqEntryRecord): void {
    if (entry.deletedAt !== null) {
      texts.delete(entry.id)
      withBlanks.delete(entry.id)
      gone.set(entry.id, entry.version)
      return
    }
    const { version, question, answer, patterns } = entry
    texts.set(entry.id, { version, question, answer, patternCount: patterns.length })
    if (templateBlanks(entry.answer).length > 0) withBlanks.set(entry.id, entry)
    else withBlanks.delete(entry.id)
  }

  function show(entry: FaqEntryRecord): void {
    if (canAnswer(entry)) matcher.upsert(entry)
    else matcher.remove(entry.id)
  }

  business.onChange(() => {
    revision++
    // A few at once, and very many with turns for others in between.
    void walkInSlices([...withBlanks.keys()], untilTheEnd, (id) => {
      const entry = withBlanks.get(id)
      if (entry) show(entry)
    }).then(() => {
      revision++
    })
  })

  async function readAll(signal: AbortSignal): Promise<void> {
    texts = new Map()
    withBlanks = new Map()
    editedWhileLoading = new Map()
    const answering: FaqEntryRecord[] = []
    for await (const page of entryPages(repository, { pageSize: LOAD_PAGE_SIZE, areKept: true, signal }))
      for (const entry of page) {
        remember(entry)
        if (canAnswer(entry)) answering.push(entry)
      }
    await matcher.replaceAll(answering, { signal })
    for (const entry of editedWhileLoading.values()) take(entry)
    editedWhileLoading = null
    revision++
  }

  /** What an import wrote may have been edited before it is its turn here. */
  function take(entry: FaqEntryRecord): void {
    const known = texts.get(entry.id)?.version ?? gone.get(entry.id) ?? 0
    if (known > entry.version) return
    remember(entry)
    show(entry)
  }

  function put(entry: FaqEntryRecord): void {
    revision++
    take(entry)
    editedWhileLoading?.set(entry.id, entry)
  }

  function fillText(found: Pick<AnswerText, 'question' | 'answer'> | undefined, language: Language) {
    if (!found) return null
    const { question, answer } = found
    return { question, ...fillTemplate(answer, business.facts(languageOf(answer) ?? language)) }
  }

  return {
    load({ signal }) {
      loading = readAll(signal)
      return loading
    },
    whenLoaded: () => loading,
    put,
    async putMany(entries) {
      await walkInSlices(entries, untilTheEnd, put)
    },
    match: (text, options) => matcher.match(text, options),
    whatIf(entries) {
      const changed = new Map(entries.map((entry) => [entry.id, entry]))
      const questionOf = (entryId: string) => changed.get(entryId)?.question ?? texts.get(entryId)?.question ?? null
      return {
        match: matcher.whatIf(entries).match,
        questionOf,
        fill: (entryId, language) => fillText(changed.get(entryId) ?? texts.get(entryId), language),
      }
    },
    fill: (entryId, language) => fillText(texts.get(entryId), language),
    missingBlanks,
    incompleteIds: () =>
      [...withBlanks.values()]
        .filter(({ answer, language }) => missingBlanks(answer, language).length > 0)
        .map(({ id }) => id),
    questionOf: (entryId) => texts.get(entryId)?.question ?? null,
    patternCount(exceptId) {
      let count = 0
      for (const [id, { patternCount }] of texts) if (id !== exceptId) count += patternCount
      return count
    },
    get size() {
      return texts.size
    },
    get revision() {
      return revision
    },
  }
}
