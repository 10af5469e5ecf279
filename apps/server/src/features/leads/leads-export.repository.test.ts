import { expect, it } from 'vitest'
import type { Actor } from '#server/platform/actor.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { readWorkbook } from '#server/platform/tables/read-workbook.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createLeadsService } from './leads.service.ts'
import { exportLeads } from './leads-export.ts'

const MANY = 10_000
const { signal } = new AbortController()
const person = (userId: string): Actor => ({ kind: 'user', userId, name: 'Оператор', role: 'user', sessionId: newId() })
const asked = { format: 'csv', state: 'all', language: 'ru' } as const

describeOnEachDatabase('messages as a table', (database) => {
  async function createPlace(source: 'api' | 'panel' = 'api') {
    const ownerId = newId()
    const clock = createTestClock()
    const leads = createLeadsService({
      db: database().db,
      liveEvents: createMemoryLiveEvents(),
      businessLanguage: () => 'ru',
      clock,
    })
    const { conversation } = await insertConversation(database().db, { ownerId, source })
    const context = { actor: person(ownerId), timeZone: 'Asia/Vladivostok', signal }
    return {
      leads,
      clock,
      conversation,
      context,
      leave: (name: string | null, contact: string, message = 'Когда?') =>
        leads.create({ name, contact, message }, { messageId: newId(), conversation }),
      text: async (changes: Partial<typeof asked> | { state: 'open' | 'done' } | { language: 'en' } = {}) =>
        Buffer.from(await exportLeads(leads, { ...asked, ...changes }, context)).toString(),
    }
  }

  it('say everything in the asked language, at the time of the business, and run nowhere', async () => {
    const { text, leave, conversation } = await createPlace()
    await leave("=cmd|'/c calc'!A1", '+7 999 123-45-67', 'Сколько стоит; "имплант"?\nСпасибо')
    const { id } = conversation
    expect(await text()).toBe(
      '\ufeffКогда (Asia/Vladivostok);Имя;Контакт;Сообщение;Состояние;Откуда;Номер разговора;Проба\r\n' +
        `02.03.2026 19:00;'=cmd|'/c calc'!A1;'+7 999 123-45-67;"Сколько стоит; ""имплант""?\nСпасибо";новое;программа через API;${id};нет\r\n`,
    )
    expect(await text({ language: 'en' })).toContain(
      'When (Asia/Vladivostok);Name;Contact;Message;Status;Where from;Conversation id;Test\r\n2026-03-02 19:00;',
    )
  })

  it('are those of the asked state, tests marked, and nobody else’s', async () => {
    const { leads, context, text, leave } = await createPlace('panel')
    const stranger = await createPlace()
    await stranger.leave('Чужой', '1')
    await leave('Готовый', '2')
    const [done] = (await leads.list(context.actor, { state: 'all', limit: 1 })).items
    await leads.setStatus(context.actor, done?.id ?? '', 'done')
    await leave(null, '3')
    const names = async (state: 'open' | 'done' | 'all') =>
      (await text({ state }))
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(';').slice(1, 3).join())
    expect(await names('open')).toEqual([',3'])
    expect(await names('done')).toEqual(['Готовый,2'])
    expect((await names('all')).toSorted()).toEqual([',3', 'Готовый,2'])
    expect(await text({ state: 'open' })).toMatch(/;да\r\n$/)
  })

  it('keep phones and formulas as text in Excel, and cut what no cell holds', async () => {
    const { leads, context, leave } = await createPlace()
    await leave('=1+1', '0079991234567', '😀'.repeat(20_000))
    const bytes = await exportLeads(leads, { ...asked, format: 'xlsx' }, context)
    const { records, warnings } = await readWorkbook(bytes)
    expect(warnings).toEqual([])
    expect(records[0]?.slice(1, 4)).toEqual(['Имя', 'Контакт', 'Сообщение'])
    expect(records[1]?.slice(1, 3)).toEqual(['=1+1', '0079991234567'])
    expect(records[1]?.[3]).toMatch(/^(?:😀)+\ufffd?…$/u)
    expect(records[1]?.[3]).toHaveLength(32_767)
  })

  it('come whole when there are ten thousand, without keeping others waiting', async () => {
    const { leads, context, conversation } = await createPlace()
    const rows = Array.from({ length: MANY }, (_, index) => ({
      id: newId(),
      conversation_id: conversation.id,
      owner_id: conversation.ownerId,
      name: `Имя ${index}`,
      contact: '+7 999 123-45-67',
      message: 'Сколько стоит имплант?',
      status: 'new' as const,
      created_at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
      read_at: null,
      done_at: null,
      search_folded: '',
    }))
    for (let at = 0; at < MANY; at += 1000)
      await database()
        .db.insertInto('leads')
        .values(rows.slice(at, at + 1000))
        .execute()
    let turns = 0
    const counter = setInterval(() => {
      turns += 1
    })
    const csv = Buffer.from(await exportLeads(leads, asked, context)).toString()
    clearInterval(counter)
    expect(csv.split('\r\n')).toHaveLength(MANY + 2)
    expect(csv.indexOf(`Имя ${MANY - 1};`)).toBeLessThan(csv.indexOf('Имя 0;'))
    expect(turns).toBeGreaterThan(10)
    const { records } = await readWorkbook(await exportLeads(leads, { ...asked, format: 'xlsx' }, context))
    expect(records).toHaveLength(MANY + 1)
  }, 60_000)

  it('stop when whoever asked has left', async () => {
    const { leads, context } = await createPlace()
    const left = AbortSignal.abort(new Error('left'))
    for (const format of ['csv', 'xlsx'] as const)
      await expect(exportLeads(leads, { ...asked, format }, { ...context, signal: left })).rejects.toThrow('left')
  })
})
