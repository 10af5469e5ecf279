import { expect, it } from 'vitest'
import { aMessage } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { recoverTurns } from './recover-turns.ts'
import { createTurnsRepository } from './turns.repository.ts'

const clock = { now: () => new Date('2026-03-02T10:00:00.000Z') }
const dead = { owner: 'dead node', until: '2026-03-02T09:59:59.000Z' }

describeOnEachDatabase('turns that a node left behind', (database) => {
  const node = (owner: string) => {
    const taken: string[] = []
    return {
      taken,
      recover: () =>
        recoverTurns({
          turns: createTurnsRepository(database().db),
          conversations: createConversationsRepository(database().db),
          runner: {
            enqueue: ({ id }) => void taken.push(id),
            lease: () => ({ owner, until: '2026-03-02T10:00:30.000Z' }),
          },
          clock,
          leasesBefore: clock.now().toISOString(),
        }),
    }
  }

  it('are taken up once, however many nodes find them at the same moment', async () => {
    const { db, dialect } = database()
    const turns = createTurnsRepository(db)
    const writer = await dialect.openWriter()
    const { conversation } = await insertConversation(db)
    const waiting: string[] = []
    for (let count = 0; count < 6; count++) {
      const message = aMessage(conversation.id)
      await writer.commit(turns.acceptUnit(message, dead))
      if (count % 2 === 0) waiting.push(message.id)
      else await writer.commit(turns.checkpointUnit(message, 'Мы работаем'))
    }
    const own = aMessage(conversation.id)
    await writer.commit(turns.acceptUnit(own, { owner: 'living node', until: '2026-03-02T10:00:20.000Z' }))
    await writer.close()

    const nodes = ['one', 'two', 'three'].map(node)
    const counts = await Promise.all(nodes.map(({ recover }) => recover()))
    expect(nodes.flatMap(({ taken }) => taken).toSorted()).toEqual(waiting.toSorted())
    expect(counts.reduce((sum, { resumed }) => sum + resumed, 0)).toBe(3)
    expect(counts.reduce((sum, { interrupted }) => sum + interrupted, 0)).toBe(3)
    const open = await db.selectFrom('turns').select(['id', 'lease_owner']).where('state', '=', 'accepted').execute()
    expect(open).toHaveLength(4)
    expect(open.find(({ id }) => id === own.id)?.lease_owner).toBe('living node')
  })
})
