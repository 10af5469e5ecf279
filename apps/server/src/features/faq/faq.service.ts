import type { FaqEntryInput, FaqEntryPatch, FaqMatchView, FaqSettings } from '@secretary/contracts/faq.contract'
import type { PageQuery } from '@secretary/contracts/pagination'
import type { Language } from '@secretary/contracts/scalars'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { newId } from '#server/platform/ids.ts'
import { checkPatterns } from './check-patterns.ts'
import { describeMatch } from './describe-match.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqEntryRecord } from './faq-entry.ts'
import type { FaqIndex } from './faq-index.ts'

/** An entry as the panel shows it. */
export type FaqEntryView = Omit<FaqEntryRecord, 'deletedAt'> & { missingBlanks: string[] }

export interface FaqListQuery extends PageQuery {
  readonly search?: string | undefined
  readonly state: 'all' | 'enabled' | 'disabled' | 'incomplete'
  readonly language?: Language | undefined
}

export interface FaqService {
  list(
    query: FaqListQuery,
    signal?: AbortSignal,
  ): Promise<{ items: FaqEntryView[]; nextCursor: string | null; total: number }>
  /** @throws AppError `not_found` */
  get(id: string): Promise<FaqEntryView>
  /** @throws AppError `faq_question_taken`, `faq_pattern_invalid`, `faq_pattern_limit` */
  create(input: FaqEntryInput): Promise<FaqEntryView>
  /** @throws AppError as `create`, and `not_found`, `version_conflict` */
  update(id: string, patch: FaqEntryPatch): Promise<FaqEntryView>
  /** @throws AppError `not_found` */
  delete(id: string): Promise<void>
  /** Takes a deletion back. @throws AppError as `create`, and `not_found` */
  restore(id: string): Promise<FaqEntryView>
  test(text: string, options: { language?: Language | undefined; scopeId?: string | null | undefined }): FaqMatchView
  settings(): FaqSettings
  saveSettings(settings: FaqSettings): Promise<FaqSettings>
}

interface FaqServiceDeps {
  repository: FaqRepository
  index: FaqIndex
  settings: SettingsService
  configChanges: ConfigChanges
  dialect: Pick<Dialect, 'isUniqueViolation'>
  clock: Clock
}

export function createFaqService({
  repository,
  index,
  settings,
  configChanges,
  dialect,
  clock,
}: FaqServiceDeps): FaqService {
  async function find(id: string): Promise<FaqEntryRecord> {
    const [entry] = await repository.find([id])
    if (!entry) throw new AppError('not_found')
    return entry
  }

  async function findLive(id: string): Promise<FaqEntryRecord> {
    const entry = await find(id)
    if (entry.deletedAt !== null) throw new AppError('not_found')
    return entry
  }

  /** Stored first, then shown to the matcher: what answers is always in the database. */
  async function store(entry: FaqEntryRecord, write: () => Promise<void>): Promise<FaqEntryView> {
    try {
      await write()
    } catch (error) {
      throw dialect.isUniqueViolation(error) ? new AppError('faq_question_taken', { cause: error }) : error
    }
    index.put(entry)
    await configChanges.bump('faq')
    return view(entry)
  }

  async function change(entry: FaqEntryRecord, version: number): Promise<FaqEntryView> {
    return store(entry, async () => {
      if (!(await repository.update(entry, version))) throw new AppError('version_conflict')
    })
  }

  function view({ deletedAt: _, ...entry }: FaqEntryRecord): FaqEntryView {
    return { ...entry, missingBlanks: index.missingBlanks(entry.answer, entry.language) }
  }

  return {
    async list({ cursor, limit, state, search, language }, signal) {
      const filter = {
        search,
        language,
        ...(state === 'incomplete' ? { state: 'all' as const, ids: index.incompleteIds() } : { state }),
      }
      const after = cursor === undefined ? null : decodeCursor(cursor, ['updatedAt', 'id'])
      const page = await repository.page(filter, { after, limit: limit + 1, signal })
      const isAll = after === null && page.length <= limit
      // A search reads every entry once, not twice.
      const total = isAll ? page.length : await repository.count(filter, signal)
      const items = page.slice(0, limit)
      const last = page.length > limit ? items.at(-1) : undefined
      return {
        items: items.map(view),
        nextCursor: last ? encodeCursor({ updatedAt: last.updatedAt, id: last.id }) : null,
        total,
      }
    },
    get: async (id) => view(await findLive(id)),
    async create(input) {
      checkPatterns(input.patterns, index.patternCount())
      const now = timestamp(clock)
      const entry: FaqEntryRecord = {
        ...input,
        id: newId(),
        hitCount: 0,
        lastHitAt: null,
        version: 1,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      }
      return store(entry, () => repository.insert([entry]))
    },
    async update(id, { version, ...patch }) {
      const present = await findLive(id)
      if (version !== undefined && version !== present.version) throw new AppError('version_conflict')
      if (patch.patterns) checkPatterns(patch.patterns, index.patternCount(id))
      const changed = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      return change(
        { ...present, ...changed, version: present.version + 1, updatedAt: timestamp(clock) },
        present.version,
      )
    },
    async delete(id) {
      const present = await findLive(id)
      const now = timestamp(clock)
      await change({ ...present, version: present.version + 1, updatedAt: now, deletedAt: now }, present.version)
    },
    async restore(id) {
      const present = await find(id)
      if (present.deletedAt === null) return view(present)
      checkPatterns(present.patterns, index.patternCount())
      return change(
        { ...present, version: present.version + 1, updatedAt: timestamp(clock), deletedAt: null },
        present.version,
      )
    },
    test: (text, options) => describeMatch(index, settings.get('faq.thresholds'), text, options),
    settings: () => settings.get('faq.thresholds'),
    saveSettings: (value) => settings.put('faq.thresholds', value),
  }
}
