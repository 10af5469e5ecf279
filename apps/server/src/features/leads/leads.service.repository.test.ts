import { expect, it } from 'vitest'
import type { Actor } from '#server/platform/actor.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createLeadsService } from './leads.service.ts'

const person = (userId: string): Actor => ({ kind: 'user', userId, name: 'Оператор', role: 'user', sessionId: newId() })
const everything = { state: 'all', limit: 200 } as const

describeOnEachDatabase('a message that was left', (database) => {
  function createService() {
    const liveEvents = createMemoryLiveEvents()
    const heard: unknown[] = []
    liveEvents.listen((event) => heard.push(event))
    const clock = createTestClock()
    return {
      heard,
      clock,
      leads: createLeadsService({ db: database().db, liveEvents, businessLanguage: () => 'ru', clock }),
    }
  }
  const leave = { name: 'Иван', contact: '+7 999 123-45-67', message: 'Делаете ли вы имплантацию?\n\n+7 999 123-45-67' }

  async function leftBy(ownerId: string, source: 'api' | 'panel' = 'api') {
    const service = createService()
    const { conversation, find } = await insertConversation(database().db, { ownerId, source, language: 'en' })
    const from = { messageId: newId(), conversation }
    await service.leads.create(leave, from)
    await service.leads.create(leave, from)
    const [lead] = (await service.leads.list(person(ownerId), everything)).items
    if (!lead) throw new Error('the message is not listed')
    return { ...service, conversation, find, lead }
  }

  it('is stored once, marks its conversation and is told to its owner', async () => {
    const ownerId = newId()
    const { lead, find, heard, conversation } = await leftBy(ownerId)
    expect(lead).toMatchObject({ ...leave, status: 'new', isTest: false, language: 'en', readAt: null, doneAt: null })
    expect(lead.contactUrl).toBe('tel:+79991234567')
    expect(lead.replyHint).toBe('Hello Иван! You asked: “Делаете ли вы имплантацию?”. Here is the answer: ')
    expect(await find()).toMatchObject({ hasLead: true })
    expect(heard).toEqual([{ message: { type: 'lead-created', conversationId: conversation.id }, ownerId }])
  })

  it('of a conversation that never was is refused, and nobody is told', async () => {
    const { leads, heard } = createService()
    await expect(
      leads.create(leave, { messageId: newId(), conversation: { id: newId(), ownerId: null } }),
    ).rejects.toThrow()
    expect(heard).toEqual([])
  })

  it('is read, done and opened again, and keeps when', async () => {
    const ownerId = newId()
    const { lead, leads, clock, heard, conversation } = await leftBy(ownerId)
    const actor = person(ownerId)
    const read = await leads.setStatus(actor, lead.id, 'read')
    expect(read).toMatchObject({ status: 'read', doneAt: null })
    clock.advance(60_000)
    const done = await leads.setStatus(actor, lead.id, 'done')
    expect(done.readAt).toBe(read.readAt)
    expect(done.doneAt).not.toBe(read.readAt)
    expect(await leads.get(actor, lead.id)).toEqual(done)
    expect(await leads.setStatus(actor, lead.id, 'new')).toMatchObject({ status: 'new', readAt: null, doneAt: null })
    expect(heard.at(-1)).toEqual({ message: { type: 'lead-changed', conversationId: conversation.id }, ownerId })
  })

  it('is counted until it is done, unless it was a test', async () => {
    const ownerId = newId()
    const actor = person(ownerId)
    const { leads, lead } = await leftBy(ownerId)
    await leftBy(ownerId, 'panel')
    expect(await leads.counts(actor)).toEqual({ new: 1, open: 1 })
    await leads.setStatus(actor, lead.id, 'read')
    expect(await leads.counts(actor)).toEqual({ new: 0, open: 1 })
    await leads.setStatus(actor, lead.id, 'done')
    expect(await leads.counts(actor)).toEqual({ new: 0, open: 0 })
  })

  it('is found by its words in either case, and by its state', async () => {
    const ownerId = newId()
    const actor = person(ownerId)
    const { leads, lead } = await leftBy(ownerId)
    const ids = async (filter: { state: 'open' | 'done' | 'all'; search?: string }) =>
      (await leads.list(actor, { ...filter, limit: 10 })).items.map(({ id }) => id)
    expect(await ids({ state: 'open', search: 'ИМПЛАНТ иван' })).toEqual([lead.id])
    expect(await ids({ state: 'open', search: '123-45' })).toEqual([lead.id])
    expect(await ids({ state: 'open', search: 'протез' })).toEqual([])
    expect(await ids({ state: 'done' })).toEqual([])
    await leads.setStatus(actor, lead.id, 'done')
    expect(await ids({ state: 'open' })).toEqual([])
    expect(await ids({ state: 'done' })).toEqual([lead.id])
  })

  it('is nobody else’s, and goes with its conversation', async () => {
    const ownerId = newId()
    const { leads, lead, conversation } = await leftBy(ownerId)
    const stranger = person(newId())
    expect((await leads.list(stranger, everything)).items).toEqual([])
    await expect(leads.get(stranger, lead.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(leads.setStatus(stranger, lead.id, 'done')).rejects.toMatchObject({ code: 'not_found' })
    expect(await leads.get({ kind: 'system' }, lead.id)).toMatchObject({ status: 'new' })
    await database()
      .db.updateTable('conversations')
      .set({ deleted_at: '2026-03-02T10:00:00.000Z' })
      .where('id', '=', conversation.id)
      .execute()
    await expect(leads.get(person(ownerId), lead.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('comes page by page, newest first, none twice', async () => {
    const ownerId = newId()
    const actor = person(ownerId)
    const { leads, clock } = createService()
    const { conversation } = await insertConversation(database().db, { ownerId, source: 'api' })
    for (let index = 0; index < 7; index++) {
      await leads.create({ ...leave, name: `${index}` }, { messageId: newId(), conversation })
      if (index % 2 === 0) clock.advance(1_000)
    }
    const names: (string | null)[] = []
    let cursor: string | undefined
    do {
      const page = await leads.list(actor, { state: 'all', limit: 3, cursor })
      names.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(names).toEqual(['6', '5', '4', '3', '2', '1', '0'])
    const all: (string | null)[] = []
    for await (const { name } of leads.all(actor, { state: 'all' })) all.push(name)
    expect(all).toEqual(names)
  })

  it('is found behind thousands of others, for its owner and for an admin, while somebody waits for it', async () => {
    const ownerId = newId()
    const { leads, lead } = await leftBy(ownerId)
    const { conversation } = await insertConversation(database().db, { ownerId, source: 'api' })
    const none = { name: null, read_at: null, done_at: null, status: 'new' as const, search_folded: 'прочее' }
    for (let start = 0; start < 3_000; start += 500)
      await database()
        .db.insertInto('leads')
        .values(
          Array.from({ length: 500 }, (_, index) => ({
            id: newId(),
            conversation_id: conversation.id,
            owner_id: ownerId,
            contact: '',
            message: '',
            created_at: new Date(Date.UTC(2027, 0, 1) + (start + index) * 1_000).toISOString(),
            ...none,
          })),
        )
        .execute()
    const wanted = { state: 'open', limit: 10, search: 'имплантац' } as const
    expect((await leads.list(person(ownerId), wanted)).items.map(({ id }) => id)).toEqual([lead.id])
    const found = (await leads.list({ kind: 'system' }, { ...wanted, limit: 200 })).items.map(({ id }) => id)
    expect(found).toContain(lead.id)
    const gone = AbortSignal.abort(new Error('gone'))
    await expect(leads.list(person(ownerId), wanted, gone)).rejects.toThrow('gone')
  })
})
