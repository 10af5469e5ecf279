import * as z from 'zod'
import { PageQuery, pageOf } from './pagination.ts'
import { route } from './route.ts'
import { Empty, Id, IdParams, Language, requiredText, Timestamp, text } from './scalars.ts'

const Phrase = requiredText(500)
const phraseList = (maxItems: number) => z.array(Phrase).max(maxItems)

export const FaqEntry = z
  .object({
    id: Id,
    question: z.string(),
    /** Markdown, with the templates of `docs/faq.md`. */
    answer: z.string(),
    phrasings: z.array(z.string()),
    keywords: z.array(z.string()),
    /** Wildcards (`*`) or `/regex/flags`. */
    patterns: z.array(z.string()),
    /** Phrases that this entry must not answer. */
    exclusions: z.array(z.string()),
    priority: z.number().int(),
    isEnabled: z.boolean(),
    /** Null: everywhere; otherwise one channel instance. */
    scopeId: z.string().nullable(),
    /** Null: any language. */
    language: Language.nullable(),
    hitCount: z.number().int(),
    lastHitAt: Timestamp.nullable(),
    /** Blanks of the answer that have no value in the profile yet; such an entry does not answer. */
    missingBlanks: z.array(z.string()),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    /** Send it back with a change: a change made by somebody else in between is then refused, not overwritten. */
    version: z.number().int(),
  })
  .meta({ id: 'FaqEntry' })
export type FaqEntry = z.infer<typeof FaqEntry>

const entryFields = {
  question: Phrase,
  answer: requiredText(10_000),
  phrasings: phraseList(100),
  keywords: phraseList(50),
  patterns: phraseList(20),
  exclusions: phraseList(100),
  priority: z.number().int().min(-1000).max(1000),
  isEnabled: z.boolean(),
  scopeId: Id.nullable(),
  language: Language.nullable(),
}

export const FaqEntryInput = z
  .strictObject({
    ...entryFields,
    phrasings: entryFields.phrasings.default([]),
    keywords: entryFields.keywords.default([]),
    patterns: entryFields.patterns.default([]),
    exclusions: entryFields.exclusions.default([]),
    priority: entryFields.priority.default(0),
    isEnabled: entryFields.isEnabled.default(true),
    scopeId: entryFields.scopeId.default(null),
    language: entryFields.language.default(null),
  })
  .meta({ id: 'FaqEntryInput' })
export type FaqEntryInput = z.output<typeof FaqEntryInput>

export const FaqEntryPatch = z
  .strictObject(entryFields)
  .partial()
  .extend({ version: z.number().int().optional() })
  .meta({ id: 'FaqEntryPatch' })
export type FaqEntryPatch = z.output<typeof FaqEntryPatch>

export const FaqMatchKind = z.enum(['exact', 'keyword', 'pattern', 'fuzzy'])

export const FaqCandidate = z
  .object({
    entryId: Id,
    question: z.string(),
    /** 0 to 1. */
    score: z.number(),
    matchedWords: z.array(z.object({ query: z.string(), entry: z.string() })),
  })
  .meta({ id: 'FaqCandidate' })

export const FaqMatchView = z
  .object({
    outcome: z.enum(['hit', 'near', 'none']),
    entryId: Id.nullable(),
    question: z.string().nullable(),
    /** The answer as a visitor would read it now, blanks filled. */
    answer: z.string().nullable(),
    kind: FaqMatchKind.nullable(),
    score: z.number(),
    elapsedMs: z.number(),
    candidates: z.array(FaqCandidate),
  })
  .meta({ id: 'FaqMatchView' })
export type FaqMatchView = z.infer<typeof FaqMatchView>

export const FaqSettings = z
  .object({ hitThreshold: z.number().min(0.2).max(1), nearThreshold: z.number().min(0.05).max(1) })
  .meta({ id: 'FaqSettings' })
export type FaqSettings = z.infer<typeof FaqSettings>

export const faqContract = {
  listFaqEntries: route({
    method: 'GET',
    path: '/admin/faq/entries',
    summary: 'Entries, newest change first',
    tags: ['faq'],
    access: 'faq:view',
    query: PageQuery.extend({
      search: text(200).optional(),
      state: z.enum(['all', 'enabled', 'disabled', 'incomplete']).default('all'),
      language: Language.optional(),
    }),
    responses: { 200: pageOf(FaqEntry) },
  }),
  getFaqEntry: route({
    method: 'GET',
    path: '/admin/faq/entries/:id',
    summary: 'One entry',
    tags: ['faq'],
    access: 'faq:view',
    params: IdParams,
    responses: { 200: FaqEntry },
    problems: ['not_found'],
  }),
  createFaqEntry: route({
    method: 'POST',
    path: '/admin/faq/entries',
    summary: 'Add a question with its answer',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.create' },
    body: FaqEntryInput,
    responses: { 201: FaqEntry },
    problems: ['faq_question_taken', 'faq_pattern_invalid', 'faq_pattern_limit'],
  }),
  updateFaqEntry: route({
    method: 'PATCH',
    path: '/admin/faq/entries/:id',
    summary: 'Change an entry; takes effect at once',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.update' },
    params: IdParams,
    body: FaqEntryPatch,
    responses: { 200: FaqEntry },
    problems: ['not_found', 'faq_question_taken', 'faq_pattern_invalid', 'faq_pattern_limit', 'version_conflict'],
  }),
  deleteFaqEntry: route({
    method: 'DELETE',
    path: '/admin/faq/entries/:id',
    summary: 'Delete an entry; can be restored',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.delete' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  restoreFaqEntry: route({
    method: 'POST',
    path: '/admin/faq/entries/:id/restore',
    summary: 'Take a deletion back',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.restore' },
    params: IdParams,
    responses: { 200: FaqEntry },
    problems: ['not_found', 'faq_question_taken', 'faq_pattern_limit'],
  }),
  testFaqPhrase: route({
    method: 'POST',
    path: '/admin/faq/test',
    summary: 'What would be answered to this phrase, with the five nearest entries and the words that matched',
    tags: ['faq'],
    access: 'faq:view',
    audit: { none: 'Reads only' },
    body: z.strictObject({ text: text(10_000), language: Language.optional(), scopeId: Id.nullable().optional() }),
    responses: { 200: FaqMatchView },
  }),
  getFaqSettings: route({
    method: 'GET',
    path: '/admin/faq/settings',
    summary: 'How sure the secretary must be before it answers by itself',
    tags: ['faq'],
    access: 'faq:view',
    responses: {
      200: FaqSettings.extend({ defaults: FaqSettings, entryCount: z.number().int() }).meta({ id: 'FaqSettingsView' }),
    },
  }),
  saveFaqSettings: route({
    method: 'PUT',
    path: '/admin/faq/settings',
    summary: 'Change the thresholds',
    tags: ['faq'],
    access: 'faq:manage',
    audit: { action: 'faq.settings' },
    body: z.strictObject(FaqSettings.shape),
    responses: { 200: FaqSettings },
  }),
}

/** What an owner does about a wrong or missing answer. */
export const FaqCorrection = z
  .strictObject({
    /** The question as the visitor asked it. */
    question: Phrase,
    /** The entry that answered wrongly; it gets the question as "must not match". */
    wrongEntryId: Id.nullable().default(null),
    /** The entry that should answer; it gets the question as a further phrasing. */
    rightEntryId: Id.nullable().default(null),
    /** Or a new entry, written on the spot ("Teach me"). */
    newEntry: z
      .strictObject({ question: Phrase, answer: requiredText(10_000), language: Language.nullable().default(null) })
      .nullable()
      .default(null),
  })
  .refine((value) => value.wrongEntryId !== null || value.rightEntryId !== null || value.newEntry !== null, {
    error: 'Name the wrong entry, the right one or a new one',
  })
  .refine(
    (value) => value.rightEntryId === null || (value.newEntry === null && value.rightEntryId !== value.wrongEntryId),
    { error: 'The right entry must be one, and another than the wrong one' },
  )
  .meta({ id: 'FaqCorrection' })
export type FaqCorrection = z.output<typeof FaqCorrection>

const EntryRef = z.object({ id: Id, question: z.string() }).nullable()

export const UnansweredGroup = z
  .object({
    /** Key of the group; names it in `dismiss`. */
    key: z.string(),
    /** The most frequent wording. */
    question: z.string(),
    wordings: z.array(z.string()),
    count: z.number().int(),
    lastAskedAt: Timestamp,
    conversationId: Id,
    candidates: z.array(z.object({ entryId: Id, question: z.string(), score: z.number() })),
  })
  .meta({ id: 'UnansweredGroup' })

export const faqLoopContract = {
  previewFaqCorrection: route({
    method: 'POST',
    path: '/admin/faq/corrections/preview',
    summary: 'Which other recent questions would be answered differently',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { none: 'Reads only' },
    body: FaqCorrection,
    responses: {
      200: z
        .object({
          replay: FaqMatchView,
          checkedQuestions: z.number().int(),
          changes: z.array(z.object({ question: z.string(), before: EntryRef, after: EntryRef })),
        })
        .meta({ id: 'FaqCorrectionPreview' }),
    },
    problems: ['not_found', 'faq_question_taken'],
  }),
  applyFaqCorrection: route({
    method: 'POST',
    path: '/admin/faq/corrections',
    summary: 'Apply a correction and replay the question',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.correct' },
    body: FaqCorrection,
    responses: {
      201: z.object({ id: Id, replay: FaqMatchView, entryId: Id.nullable() }).meta({ id: 'FaqCorrectionResult' }),
    },
    problems: ['not_found', 'faq_question_taken'],
  }),
  undoFaqCorrection: route({
    method: 'POST',
    path: '/admin/faq/corrections/:id/undo',
    summary: 'Take a correction back',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.correct-undo' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  listUnansweredQuestions: route({
    method: 'GET',
    path: '/admin/faq/unanswered',
    summary: 'Real questions that the FAQ did not answer, alike ones grouped, most frequent first',
    tags: ['faq'],
    access: 'faq:edit',
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    responses: { 200: z.object({ items: z.array(UnansweredGroup), nextCursor: z.null() }) },
  }),
  dismissUnansweredQuestion: route({
    method: 'POST',
    path: '/admin/faq/unanswered/dismiss',
    summary: 'Hide a group that needs no answer; `isDismissed: false` brings it back',
    tags: ['faq'],
    access: 'faq:edit',
    audit: { action: 'faq.unanswered-dismiss' },
    body: z.strictObject({ key: text(1000).min(1), isDismissed: z.boolean() }),
    responses: { 200: Empty },
  }),
}
