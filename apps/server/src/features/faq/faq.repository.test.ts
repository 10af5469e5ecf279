import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createFaqRepository, type FaqListFilter } from './faq.repository.ts'
import type { FaqEntryRecord } from './faq-entry.ts'

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`

function anEntry(changes: Partial<FaqEntryRecord> = {}): FaqEntryRecord {
  const id = newId()
  return {
    id,
    question: `Вопрос ${id}?`,
    answer: 'Ответ.',
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    isEnabled: true,
    scopeId: null,
    language: null,
    hitCount: 0,
    lastHitAt: null,
    version: 1,
    createdAt: at(0),
    updatedAt: at(0),
    deletedAt: null,
    ...changes,
  }
}

describeOnEachDatabase('questions and answers', (database) => {
  const repository = () => createFaqRepository(database().db)
  const store = async (changes: Partial<FaqEntryRecord> = {}) => {
    const entry = anEntry(changes)
    await repository().insert([entry])
    return entry
  }
  /** Those of one test only: each test marks its own by a word. */
  const find = async (filter: Partial<FaqListFilter>, limit = 100) =>
    (await repository().page({ state: 'all', ...filter }, { after: null, limit })).map(({ id }) => id)

  it('come back as they were stored, lists and nulls included', async () => {
    const full = await store({
      answer: '**Да**, «с 9 до 18»\n🙂',
      phrasings: ['до скольких', 'а\'если"', ''],
      keywords: ['часы'],
      patterns: ['когда * открыты'],
      exclusions: ['закрыто'],
      priority: -3,
      isEnabled: false,
      scopeId: 'bot-1',
      language: 'ru',
      hitCount: 7,
      lastHitAt: at(3),
      version: 4,
    })
    expect(await repository().find([full.id])).toEqual([full])
    expect(await repository().find([newId()])).toEqual([])
    expect(await repository().find([])).toEqual([])
  })

  it('are stored by the thousand and found by the thousand', async () => {
    const entries = Array.from({ length: 2_300 }, () => anEntry())
    await repository().insert(entries)
    const found = await repository().find(entries.map(({ id }) => id))
    expect(new Set(found.map(({ id }) => id)).size).toBe(2_300)
  })

  it('are found and counted behind thousands of others, while somebody waits for it', async () => {
    const word = newId()
    const newest = await store({ answer: `Первый ${word}`, updatedAt: '2025-01-02T00:00:00.000Z' })
    await repository().insert(Array.from({ length: 2_600 }, () => anEntry({ updatedAt: '2025-01-01T00:00:00.000Z' })))
    const oldest = await store({ answer: `Последний ${word}`, updatedAt: '2020-01-01T00:00:00.000Z' })
    const filter = { state: 'all', search: word.toUpperCase() } as const
    const found = await repository().page(filter, { after: null, limit: 10 })
    expect(found.map(({ id }) => id)).toEqual([newest.id, oldest.id])
    expect(await repository().count(filter)).toBe(2)
    expect(await repository().count({ ...filter, state: 'disabled' })).toBe(0)
    const behind = await repository().page(filter, { after: newest, limit: 10 })
    expect(behind.map(({ id }) => id)).toEqual([oldest.id])
    const signal = AbortSignal.abort(new Error('gone'))
    await expect(repository().page(filter, { after: null, limit: 10, signal })).rejects.toThrow('gone')
    await expect(repository().count(filter, signal)).rejects.toThrow('gone')
  })

  it('have a question of their own within a scope and a language, until they are deleted', async () => {
    const entry = await store({ question: `Ёлка есть ${newId()}?` })
    const taken = await store({ question: entry.question.toUpperCase() }).catch((error: unknown) => error)
    expect(database().dialect.isUniqueViolation(taken)).toBe(true)
    await expect(store({ question: entry.question, language: 'en' })).resolves.toBeDefined()
    await expect(store({ question: entry.question, scopeId: 'bot-1' })).resolves.toBeDefined()
    expect(await repository().update({ ...entry, deletedAt: at(1), version: 2 }, 1)).toBe(true)
    await expect(store({ question: entry.question })).resolves.toBeDefined()
  })

  it('are changed by whoever read the newest version, and keep their hits', async () => {
    const entry = await store()
    for (const statement of repository().compileHits(new Map([[entry.id, 3]]), at(2)))
      await database().db.executeQuery(statement)
    const changed = { ...entry, answer: 'Новый', version: 2, updatedAt: at(5) }
    expect(await repository().update(changed, 1)).toBe(true)
    expect(await repository().update({ ...changed, answer: 'Старый' }, 1)).toBe(false)
    expect(await repository().find([entry.id])).toEqual([{ ...changed, hitCount: 3, lastHitAt: at(2) }])
  })

  it('are found by words of question, phrasing and answer, in either case, ё as е', async () => {
    const word = `слово${newId().slice(-6)}`
    const [first, second] = [
      await store({ question: `Ёлка ${word}?`, phrasings: ['ПРО Хвою'] }),
      await store({ answer: `Хвоя ${word.toUpperCase()}` }),
    ]
    expect((await find({ search: word })).toSorted()).toEqual([first.id, second.id].toSorted())
    expect(await find({ search: `елка ${word}` })).toEqual([first.id])
    expect(await find({ search: `${word} хвою` })).toEqual([first.id])
    expect(await find({ search: `${word}%` })).toHaveLength(2)
    expect(await find({ search: word.replace('о', '_') })).toEqual([])
  })

  it('are listed by state, language and id', async () => {
    const word = `отбор${newId().slice(-6)}`
    const [on, off, english] = [
      await store({ answer: word }),
      await store({ answer: word, isEnabled: false, language: 'ru' }),
      await store({ answer: word, language: 'en' }),
    ]
    expect((await find({ search: word, state: 'enabled' })).toSorted()).toEqual([on.id, english.id].toSorted())
    expect(await find({ search: word, state: 'disabled' })).toEqual([off.id])
    expect((await find({ search: word, language: 'ru' })).toSorted()).toEqual([on.id, off.id].toSorted())
    expect(await find({ ids: [off.id] })).toEqual([off.id])
    expect(await find({ ids: [] })).toEqual([])
    expect(await repository().count({ search: word, state: 'all' })).toBe(3)
  })

  it('are paged newest first without a gap or a repeat while others are changed', async () => {
    const word = `страница${newId().slice(-6)}`
    const stored: string[] = []
    for (let index = 0; index < 15; index++)
      stored.push((await store({ answer: word, updatedAt: at(10 + Math.floor(index / 4)) })).id)
    const seen: string[] = []
    let after: { updatedAt: string; id: string } | null = null
    for (;;) {
      const page: FaqEntryRecord[] = await repository().page({ state: 'all', search: word }, { after, limit: 4 })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (page.length < 4 || !last) break
      after = { updatedAt: last.updatedAt, id: last.id }
      await store({ answer: word, updatedAt: at(59) })
    }
    expect(seen.filter((id) => stored.includes(id)).toSorted()).toEqual(stored.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('that changed since a moment are told with those that were deleted; the walk by id leaves them out', async () => {
    const [old, changed, deleted] = [
      await store({ updatedAt: '2026-04-01T00:00:00.000Z' }),
      await store({ updatedAt: '2026-04-02T00:00:00.000Z' }),
      await store({ updatedAt: '2026-04-03T00:00:00.000Z', deletedAt: at(0) }),
    ]
    const since: string[] = []
    for (let place = { updatedAt: '2026-04-02T00:00:00.000Z', id: '' }; ; ) {
      const [next] = await repository().changedAfter(place, 1)
      if (!next) break
      since.push(next.id)
      place = next
    }
    expect(since).toEqual([changed.id, deleted.id])
    const walked: string[] = []
    for (
      let page = await repository().pageById('', 500);
      page.length > 0;
      page = await repository().pageById(page.at(-1)?.id ?? '', 500)
    )
      walked.push(...page.map(({ id }) => id))
    expect(walked).toEqual([...new Set(walked)])
    expect(walked).toEqual(expect.arrayContaining([old.id, changed.id]))
    expect(walked).not.toContain(deleted.id)
  })
})
