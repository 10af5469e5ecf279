import { expect, it } from 'vitest'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createLeadsService } from './leads.service.ts'

describeOnEachDatabase('a message that was left', (database) => {
  function createService() {
    const liveEvents = createMemoryLiveEvents()
    const heard: unknown[] = []
    liveEvents.listen((event) => heard.push(event))
    return { heard, leads: createLeadsService({ db: database().db, liveEvents, clock: createTestClock() }) }
  }

  it('is stored, marks its conversation and is told to its owner', async () => {
    const { leads, heard } = createService()
    const ownerId = newId()
    const { conversation, find } = await insertConversation(database().db, { ownerId })
    await leads.create({ name: null, contact: '+7 999 123-45-67', message: 'Есть окно?\n\nИван' }, conversation)
    const rows = await database()
      .db.selectFrom('leads')
      .selectAll()
      .where('conversation_id', '=', conversation.id)
      .execute()
    expect(rows).toEqual([
      expect.objectContaining({
        name: null,
        contact: '+7 999 123-45-67',
        message: 'Есть окно?\n\nИван',
        status: 'new',
      }),
    ])
    expect(await find()).toMatchObject({ hasLead: true })
    expect(heard).toEqual([{ message: { type: 'lead-created', conversationId: conversation.id }, ownerId }])
  })

  it('of a conversation that never was is refused, and nobody is told', async () => {
    const { leads, heard } = createService()
    const lead = { name: 'Иван', contact: 'ivan@mail.example', message: '' }
    await expect(leads.create(lead, { id: newId(), ownerId: null })).rejects.toThrow()
    expect(heard).toEqual([])
  })
})
