import { expect, it } from 'vitest'
import type { Scope } from '#server/platform/actor.ts'
import { newId } from '#server/platform/ids.ts'
import { aConversation } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import {
  type ConversationsRepository,
  createConversationsRepository,
  type ListPlace,
  type StoredConversation,
} from './conversations.repository.ts'

const everything: Scope = { kind: 'all' }
const own = (userId: string, includeSystem = false): Scope => ({ kind: 'owner', userId, includeSystem })
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)
const atMinute = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`

describeOnEachDatabase('conversations', (database) => {
  const repository = () => createConversationsRepository(database().db)
  const store = async (changes: Partial<StoredConversation> = {}) => {
    const conversation = aConversation(changes)
    await repository().insert(conversation)
    return conversation
  }

  /** All pages of an owner, as a client reads them. `between` runs after each page. */
  async function readAll(ownerId: string, limit: number, between: () => Promise<void> = async () => {}) {
    const seen: StoredConversation[] = []
    let after: { pinned: string; updatedAt: string; id: string } | null = null
    for (;;) {
      const page = await repository().page(own(ownerId), { after, limit })
      seen.push(...page)
      const last = page.at(-1)
      if (page.length < limit || !last) return seen
      after = { pinned: last.isPinned ? '1' : '0', updatedAt: last.updatedAt, id: last.id }
      await between()
    }
  }

  it('come back as they were stored, flags and nulls included', async () => {
    const full = await store({
      ownerId: newId(),
      title: 'Запись на Ёлку «срочно» 🙂',
      source: 'telegram',
      sourceId: 'bot-1',
      isPinned: true,
      hasLead: true,
      language: 'ru',
      preview: 'До завтра',
      messageCount: 7,
      activeMessageId: newId(),
      expects: 'contact',
    })
    const empty = await store()
    expect(await repository().find(everything, full.id)).toEqual(full)
    expect(await repository().find(everything, empty.id)).toEqual(empty)
  })

  it('are invisible to everybody but their owner, and look like ones that never were', async () => {
    const [anna, boris] = [newId(), newId()]
    const annas = await store({ ownerId: anna })
    const systems = await store()
    expect(await repository().find(own(anna), annas.id)).toEqual(annas)
    expect(await repository().find(own(boris), annas.id)).toBeNull()
    expect(await repository().find(own(boris, true), annas.id)).toBeNull()
    expect(await repository().find(own(anna), systems.id)).toBeNull()
    expect(await repository().find(own(anna, true), systems.id)).toEqual(systems)
    expect(ids(await repository().page(own(anna), { after: null, limit: 10 }))).toEqual([annas.id])
    expect(ids(await repository().page(own(boris), { after: null, limit: 10 }))).toEqual([])
  })

  it('are changed by nobody but their owner', async () => {
    const anna = newId()
    const conversation = await store({ ownerId: anna, title: 'До' })
    const change = { title: 'После', isPinned: true, activeMessageId: 'x', deletedAt: atMinute(1) }
    expect(await repository().update(own(newId()), conversation.id, change, atMinute(1))).toBe(false)
    expect(await repository().update(own(newId(), true), conversation.id, change, atMinute(1))).toBe(false)
    expect(await repository().find(everything, conversation.id)).toEqual(conversation)
    expect(await repository().update(own(anna), conversation.id, { title: 'После' }, atMinute(1))).toBe(true)
    expect(await repository().find(own(anna), conversation.id)).toEqual({ ...conversation, title: 'После' })
  })

  it('keep their place when they are renamed or pinned, and move up when something is said', async () => {
    const { id } = await store()
    await repository().update(everything, id, { title: 'Имя', isPinned: true }, atMinute(30))
    expect(await repository().find(everything, id)).toMatchObject({ updatedAt: atMinute(0), isPinned: true })
    await repository().update(everything, id, { activeMessageId: 'm' }, atMinute(30))
    expect(await repository().find(everything, id)).toMatchObject({ updatedAt: atMinute(30), activeMessageId: 'm' })
    expect(await repository().update(everything, newId(), { title: 'Никто' }, atMinute(30))).toBe(false)
  })

  it('are gone once deleted, and back once restored', async () => {
    const ownerId = newId()
    const { id } = await store({ ownerId })
    await repository().update(own(ownerId), id, { deletedAt: atMinute(1) }, atMinute(1))
    expect(await repository().find(own(ownerId), id)).toBeNull()
    expect(await repository().find(own(ownerId), id, { withDeleted: true })).not.toBeNull()
    expect(await repository().page(own(ownerId), { after: null, limit: 10 })).toEqual([])
    await repository().update(own(ownerId), id, { deletedAt: null }, atMinute(2))
    expect(await repository().find(own(ownerId), id)).not.toBeNull()
  })

  it('are listed pinned first, then newest first, the id deciding between equals', async () => {
    const ownerId = newId()
    const old = await store({ ownerId, updatedAt: atMinute(1) })
    const first = await store({ ownerId, updatedAt: atMinute(5) })
    const second = await store({ ownerId, updatedAt: atMinute(5) })
    const pinned = await store({ ownerId, updatedAt: atMinute(0), isPinned: true })
    const page = await repository().page(own(ownerId), { after: null, limit: 10 })
    expect(ids(page)).toEqual([pinned.id, second.id, first.id, old.id])
  })

  it.each([1, 2, 3, 7])('are paged by %i without a gap or a repeat while new ones arrive', async (limit) => {
    const ownerId = newId()
    const stored: string[] = []
    // Ten minutes, two of each, every fifth pinned: pages end within equals and between the groups.
    for (let index = 0; index < 20; index++)
      stored.push((await store({ ownerId, updatedAt: atMinute(Math.floor(index / 2)), isPinned: index % 5 === 0 })).id)
    const seen = await readAll(ownerId, limit, async () => {
      await store({ ownerId, updatedAt: atMinute(59) })
      await store({ ownerId, updatedAt: atMinute(59), isPinned: true })
    })
    const known = ids(seen).filter((id) => stored.includes(id))
    expect(new Set(ids(seen)).size).toBe(seen.length)
    expect(known.toSorted()).toEqual(stored.toSorted())
  })

  it('are found by words of their title in either case, ё as е, in any order', async () => {
    const ownerId = newId()
    const tree = await store({ ownerId, title: 'Ёлка на СТРИЖКУ' })
    const other = await store({ ownerId, title: 'Маникюр 100%' })
    const search = async (text: string) =>
      ids((await repository().search(own(ownerId), text, { after: null, limit: 10, forMs: 1_000 })).found)
    expect(await search('стрижку елка')).toEqual([tree.id])
    expect(await search('ЁЛКА')).toEqual([tree.id])
    expect(await search('МАНИ')).toEqual([other.id])
    expect(await search('стрижку маникюр')).toEqual([])
    expect(await search('  ')).toHaveLength(2)
  })

  it.each([1, 2, 7])('are all found by a search that stops on the way, %i at a time', async (limit) => {
    const ownerId = newId()
    const rows = Array.from({ length: 6_000 }, (_, index) => aConversation({ ownerId, title: `о чём-то ${index}` }))
    for (const [index, row] of rows.entries()) {
      const isWanted = index % 1_500 === 7 || index === 999 || index === 4_995
      rows[index] = {
        ...row,
        ...(isWanted && { title: 'редкое' }),
        updatedAt: atMinute(index % 60),
        isPinned: index % 999 === 0,
      }
    }
    await database()
      .db.transaction()
      .execute(async (transaction) => {
        const inside = createConversationsRepository(transaction)
        for (const row of rows) await inside.insert(row)
      })
    const placeOf = ({ isPinned, updatedAt, id }: StoredConversation) => `${isPinned ? 1 : 0} ${updatedAt} ${id}`
    const wanted = rows.filter(({ title }) => title === 'редкое')
    wanted.sort((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1))
    const seen: string[] = []
    let after: ListPlace | null = null
    let requests = 0
    do {
      requests++
      const page: Awaited<ReturnType<ConversationsRepository['search']>> = await repository().search(
        own(ownerId),
        'РЕДКОЕ',
        {
          after,
          limit,
          forMs: 0,
        },
      )
      seen.push(...ids(page.found))
      const last = page.found.at(-1)
      after =
        page.found.length === limit && last
          ? { pinned: last.isPinned ? '1' : '0', updatedAt: last.updatedAt, id: last.id }
          : page.lookedUpTo
    } while (after)
    expect(requests).toBeGreaterThan(2)
    expect(seen).toEqual(ids(wanted))
  })

  it('are not found by what means something in a pattern', async () => {
    const ownerId = newId()
    await store({ ownerId, title: 'обычный' })
    const search = async (text: string) =>
      (await repository().search(own(ownerId), text, { after: null, limit: 10, forMs: 1_000 })).found
    expect(await search('о_ычный')).toEqual([])
    expect(await search("'; drop table conversations; --")).toEqual([])
    expect(await search('\\')).toHaveLength(1)
    expect(await search('обычный%')).toHaveLength(1)
  })

  it('follow a cursor that somebody made up without failing', async () => {
    const ownerId = newId()
    await store({ ownerId })
    for (const pinned of ['', 'x', '1e999', '-1', '0.5', '99999999999999999999'])
      await expect(
        repository().page(own(ownerId), { after: { pinned, updatedAt: 'z', id: 'z' }, limit: 10 }),
      ).resolves.toBeInstanceOf(Array)
  })
})
