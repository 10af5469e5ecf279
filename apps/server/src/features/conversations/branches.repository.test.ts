import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { aConversation } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createBranchesRepository } from './branches.repository.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createMessageTree } from './message-tree.ts'

interface Planted {
  readonly id: string
  readonly parentId: string | null
  readonly isDeleted?: boolean
}

describeOnEachDatabase('branches', (database) => {
  const branches = () => createBranchesRepository(database().db)

  /** A conversation of these messages, oldest first. */
  async function plant(messages: readonly Planted[]): Promise<string> {
    const conversation = aConversation()
    await createConversationsRepository(database().db).insert(conversation)
    const rows = messages.map(({ id, parentId, isDeleted = false }, index) => ({
      id,
      conversation_id: conversation.id,
      parent_id: parentId,
      role: 'user' as const,
      content: '',
      state: 'complete' as const,
      is_edited: 0,
      turn_id: null,
      client_message_id: null,
      // Some are said in the same moment.
      created_at: `2026-03-02T09:00:${String(Math.floor(index / 2)).padStart(2, '0')}.000Z`,
      deleted_at: isDeleted ? '2026-03-02T10:00:00.000Z' : null,
    }))
    if (rows.length > 0) await database().db.insertInto('messages').values(rows).execute()
    return conversation.id
  }

  const aTree = fc
    .array(fc.record({ parent: fc.option(fc.nat(40)), isDeleted: fc.boolean() }), { maxLength: 30 })
    .map((shape) => {
      const ids = shape.map(() => newId()).sort()
      return shape.map(({ parent, isDeleted }, index): Planted => {
        // Behind those that are there already come some that never were.
        const parentId = parent === null ? null : parent < index ? (ids[parent] ?? null) : newId()
        return { id: ids[index] ?? '', parentId, isDeleted: isDeleted && index % 3 === 0 }
      })
    })

  it('end as the tree of everything that was said says, and have its versions', async () => {
    await fc.assert(
      fc.asyncProperty(aTree, fc.integer({ min: 1, max: 8 }), async (messages, limit) => {
        const id = await plant(messages)
        const tree = createMessageTree(messages.filter(({ isDeleted }) => !isDeleted))
        for (const { id: leafId } of messages) {
          const path = tree.pathTo(leafId)
          const part = await branches().end(id, { leafId, limit })
          expect(part?.nodes.map((node) => node.id)).toEqual(path.slice(-limit).map((node) => node.id))
          expect(part?.start).toBe(Math.max(0, path.length - limit))
          const versions = await branches().versions(id, part?.nodes ?? [])
          for (const node of part?.nodes ?? [])
            expect(versions.get(node.parentId)).toEqual(tree.siblingsOf(tree.get(node.id) ?? node).map((one) => one.id))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('are read on before one of their messages, and before none that is not in them', async () => {
    const ids = Array.from({ length: 7 }, () => newId())
    const chain = ids.map((id, index) => ({ id, parentId: ids[index - 1] ?? null }))
    const aside = { id: newId(), parentId: ids[2] ?? null }
    const id = await plant([...chain, aside])
    const before = async (message: string) => {
      const part = await branches().end(id, { leafId: ids[6] ?? '', before: message, limit: 3 })
      return part && { start: part.start, ids: part.nodes.map((node) => node.id) }
    }
    expect(await before(ids[5] ?? '')).toEqual({ start: 2, ids: ids.slice(2, 5) })
    expect(await before(ids[2] ?? '')).toEqual({ start: 0, ids: ids.slice(0, 2) })
    expect(await before(ids[0] ?? '')).toEqual({ start: 0, ids: [] })
    expect(await before(aside.id)).toBeNull()
    expect(await before(newId())).toBeNull()
  })

  it('are none where nothing was said, and nobody else’s', async () => {
    const message = { id: newId(), parentId: null }
    const [id, other] = [await plant([message]), await plant([])]
    expect(await branches().end(id, { leafId: null, limit: 5 })).toEqual({ nodes: [], start: 0 })
    expect(await branches().end(id, { leafId: null, before: message.id, limit: 5 })).toBeNull()
    expect(await branches().end(other, { leafId: message.id, limit: 5 })).toEqual({ nodes: [], start: 0 })
    expect(await branches().versions(other, [{ id: message.id, parentId: null }])).toEqual(new Map())
    expect(await branches().versions(id, [])).toEqual(new Map())
  })

  it('come to an end where damaged rows follow each other in a circle', async () => {
    const [one, other] = [newId(), newId()]
    const id = await plant([
      { id: one, parentId: other },
      { id: other, parentId: one },
    ])
    expect((await branches().end(id, { leafId: one, limit: 5 }))?.nodes.map((node) => node.id)).toEqual([other, one])
  })
})
