import { type CompiledQuery, type Selectable, sql } from 'kysely'
import * as z from 'zod'
import type { Executor } from '#server/db/database.ts'
import { searchInSteps } from '#server/db/search-in-steps.ts'
import { holdWords, wordsOf } from '#server/db/search-words.ts'
import { fold } from '#server/platform/fold.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import type { FaqEntriesTable } from './faq.table.ts'
import type { FaqEntryRecord } from './faq-entry.ts'
import { normalizeQuestion } from './matching/normalize-question.ts'

type FaqRow = Selectable<FaqEntriesTable>

export interface FaqListFilter {
  readonly search?: string | undefined
  readonly state: 'all' | 'enabled' | 'disabled'
  readonly language?: 'ru' | 'en' | undefined
  /** Only these, where given. */
  readonly ids?: readonly string[]
}

/** A place in the list: behind the entry that has these. */
export interface EntryPlace {
  readonly updatedAt: string
  readonly id: string
}

interface SearchRange {
  readonly after: EntryPlace | null
  readonly end: EntryPlace | null
  readonly limit: number
}

export interface FaqRepository {
  insert(entries: readonly FaqEntryRecord[]): Promise<void>
  /** False when somebody else changed it since `version`. */
  update(entry: FaqEntryRecord, version: number): Promise<boolean>
  /** The same as statements, for the durable writer. */
  compileInsert(entries: readonly FaqEntryRecord[]): CompiledQuery
  compileUpdate(entry: FaqEntryRecord, version: number): CompiledQuery
  /** Deleted ones included. */
  find(ids: readonly string[]): Promise<FaqEntryRecord[]>
  page(
    filter: FaqListFilter,
    page: { after: EntryPlace | null; limit: number; signal?: AbortSignal | undefined },
  ): Promise<FaqEntryRecord[]>
  count(filter: FaqListFilter, signal?: AbortSignal): Promise<number>
  /** Everything that is not deleted, in the order of ids, a page at a time. */
  pageById(afterId: string, limit: number): Promise<FaqEntryRecord[]>
  /** What was changed or deleted later, or at the same moment with a greater id; a page at a time, in this order. */
  changedAfter(place: EntryPlace, limit: number): Promise<FaqEntryRecord[]>
  /** For the durable writer. */
  compileHits(hits: ReadonlyMap<string, number>, at: string): CompiledQuery[]
}

/** Statements stay below SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const ROWS_PER_INSERT = 500
/** Read and parsed in a few milliseconds. */
const IDS_PER_QUERY = 200

/** A search reads every entry, a step at a time: it goes over `searchDb`. */
export function createFaqRepository(db: Executor, searchDb: Executor = db): FaqRepository {
  const all = () => db.selectFrom('faq_entries').selectAll()
  const insert = (entries: readonly FaqEntryRecord[]) => db.insertInto('faq_entries').values(entries.map(toRow))
  const update = (entry: FaqEntryRecord, version: number) => {
    const { id, hit_count: _, last_hit_at: __, ...columns } = toRow(entry)
    return db.updateTable('faq_entries').set(columns).where('id', '=', id).where('version', '=', version)
  }
  /** So many entries further on, by an index alone. */
  async function placeBehind(after: EntryPlace | null, count: number): Promise<EntryPlace | null> {
    const row = await searchDb
      .selectFrom('faq_entries')
      .select(['updated_at as updatedAt', 'id'])
      .where('deleted_at', 'is', null)
      .where(isBehind(after))
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .offset(count - 1)
      .limit(1)
      .executeTakeFirst()
    return row ?? null
  }

  /** What matches in a part of the list. */
  function slice(filter: FaqListFilter, after: EntryPlace | null, end: EntryPlace | null) {
    const part = searchDb.selectFrom('faq_entries').where(matches(filter)).where(isBehind(after))
    return end ? part.where(sql<boolean>`(updated_at, id) >= (${end.updatedAt}, ${end.id})`) : part
  }

  function matches({ search, state, language, ids }: FaqListFilter) {
    const conditions = [sql`deleted_at is null`]
    if (state !== 'all') conditions.push(sql`is_enabled = ${state === 'enabled' ? 1 : 0}`)
    if (language) conditions.push(sql`(language = ${language} or language is null)`)
    if (ids) conditions.push(sql`id in (${sql.join(ids.length > 0 ? ids : [''])})`)
    conditions.push(holdWords(searchDb, ['search_folded'], wordsOf(search ?? '')))
    return sql<boolean>`${sql.join(conditions, sql` and `)}`
  }

  return {
    async insert(entries) {
      for (let start = 0; start < entries.length; start += ROWS_PER_INSERT)
        await insert(entries.slice(start, start + ROWS_PER_INSERT)).execute()
    },
    async update(entry, version) {
      return Number((await update(entry, version).executeTakeFirst()).numUpdatedRows) === 1
    },
    compileInsert: (entries) => insert(entries).compile(),
    compileUpdate: (entry, version) => update(entry, version).compile(),
    async find(ids) {
      const found: FaqEntryRecord[] = []
      for (let start = 0; start < ids.length; start += IDS_PER_QUERY) {
        if (start > 0) await nextTurn()
        found.push(
          ...(
            await all()
              .where('id', 'in', ids.slice(start, start + IDS_PER_QUERY))
              .execute()
          ).map(toRecord),
        )
      }
      return found
    },
    async page(filter, { after, limit, signal }) {
      const find = async ({ after: from, end, limit: most }: SearchRange) => {
        const inOrder = slice(filter, from, end).orderBy('updated_at', 'desc').orderBy('id', 'desc')
        return (await inOrder.selectAll().limit(most).execute()).map(toRecord)
      }
      return isSearch(filter)
        ? (await searchInSteps({ after, limit, signal, placeBehind, find })).found
        : find({ after, end: null, limit })
    },
    async count(filter, signal) {
      const find = async ({ after, end }: SearchRange) => {
        const counted = slice(filter, after, end).select((eb) => eb.fn.countAll().as('count'))
        return [Number((await counted.executeTakeFirstOrThrow()).count)]
      }
      const whole = { after: null, end: null, limit: Number.POSITIVE_INFINITY }
      const counts = isSearch(filter)
        ? (await searchInSteps<EntryPlace, number>({ ...whole, signal, placeBehind, find })).found
        : await find(whole)
      return counts.reduce((sum, count) => sum + count, 0)
    },
    pageById: async (afterId, limit) =>
      (await all().where('deleted_at', 'is', null).where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(
        toRecord,
      ),
    async changedAfter({ updatedAt, id }, limit) {
      const later = all().where(sql<boolean>`(updated_at, id) > (${updatedAt}, ${id})`)
      return (await later.orderBy('updated_at').orderBy('id').limit(limit).execute()).map(toRecord)
    },
    compileHits: (hits, at) =>
      [...hits].map(([id, count]) =>
        db
          .updateTable('faq_entries')
          .set((eb) => ({ hit_count: eb('hit_count', '+', count), last_hit_at: at }))
          .where('id', '=', id)
          .compile(),
      ),
  }
}

function isBehind(place: EntryPlace | null) {
  return place ? sql<boolean>`(updated_at, id) < (${place.updatedAt}, ${place.id})` : sql<boolean>`1 = 1`
}

const isSearch = ({ search }: FaqListFilter) => wordsOf(search ?? '').length > 0

const Texts = z.array(z.string())

function toRecord(row: FaqRow): FaqEntryRecord {
  return {
    id: row.id,
    question: row.question,
    answer: row.answer,
    phrasings: Texts.parse(JSON.parse(row.phrasings)),
    keywords: Texts.parse(JSON.parse(row.keywords)),
    patterns: Texts.parse(JSON.parse(row.patterns)),
    exclusions: Texts.parse(JSON.parse(row.exclusions)),
    priority: row.priority,
    isEnabled: row.is_enabled === 1,
    scopeId: row.scope_id,
    language: row.language,
    hitCount: row.hit_count,
    lastHitAt: row.last_hit_at,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  }
}

function toRow(entry: FaqEntryRecord): FaqRow {
  return {
    id: entry.id,
    question: entry.question,
    question_key: normalizeQuestion(entry.question),
    answer: entry.answer,
    search_folded: fold([entry.question, ...entry.phrasings, entry.answer].join('\n')),
    phrasings: JSON.stringify(entry.phrasings),
    keywords: JSON.stringify(entry.keywords),
    patterns: JSON.stringify(entry.patterns),
    exclusions: JSON.stringify(entry.exclusions),
    priority: entry.priority,
    is_enabled: entry.isEnabled ? 1 : 0,
    scope_id: entry.scopeId,
    language: entry.language,
    hit_count: entry.hitCount,
    last_hit_at: entry.lastHitAt,
    version: entry.version,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    deleted_at: entry.deletedAt,
  }
}
