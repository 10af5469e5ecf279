import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMessageTree, type TreeNode } from './message-tree.ts'

/** Each message follows an earlier one, or none, or one that is not there any more. */
const conversations = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { maxLength: 40 }).map((choices) =>
  choices.map(([choice, kind], index): TreeNode => {
    const parentId = index === 0 || kind === 0 ? null : kind === 1 ? 'gone' : `m${choice % index}`
    return { id: `m${index}`, parentId }
  }),
)
const idsOf = (messages: readonly TreeNode[]) => messages.map(({ id }) => id)

describe('the tree of a conversation', () => {
  it('has one path to every message: from a root, each the child of the one before', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        const tree = createMessageTree(messages)
        for (const message of messages) {
          const path = tree.pathTo(message.id)
          expect(path.at(-1)).toBe(message)
          expect(new Set(idsOf(path)).size).toBe(path.length)
          for (const [index, node] of path.entries())
            expect(index === 0 ? tree.get(node.parentId ?? '') : node.parentId).toBe(path[index - 1]?.id)
        }
      }),
    )
  })

  it('puts every message among its siblings once, oldest first', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        const tree = createMessageTree(messages)
        for (const message of messages) {
          const siblings = tree.siblingsOf(message)
          expect(siblings.filter((sibling) => sibling === message)).toHaveLength(1)
          for (const sibling of siblings) expect(tree.siblingsOf(sibling)).toEqual(siblings)
          expect(idsOf(siblings)).toEqual(idsOf(messages).filter((id) => idsOf(siblings).includes(id)))
        }
      }),
    )
  })

  it('finds below every message exactly those whose path leads through it', () => {
    fc.assert(
      fc.property(conversations, (messages) => {
        const tree = createMessageTree(messages)
        for (const { id } of messages) {
          const below = idsOf(messages.filter((other) => idsOf(tree.pathTo(other.id)).includes(id)))
          expect(tree.subtreeOf(id).toSorted()).toEqual(below.toSorted())
          const leaf = tree.leafBelow(id)
          expect(below).toContain(leaf)
          expect(tree.subtreeOf(leaf)).toEqual([leaf])
        }
      }),
    )
  })

  it('follows the newest version down', () => {
    const tree = createMessageTree([
      { id: 'question', parentId: null },
      { id: 'answer', parentId: 'question' },
      { id: 'more', parentId: 'answer' },
      { id: 'again', parentId: 'question' },
    ])
    expect([tree.leafBelow('question'), tree.leafBelow('answer'), tree.newestLeaf()]).toEqual([
      'again',
      'more',
      'again',
    ])
    expect(idsOf(tree.siblingsOf({ id: 'answer', parentId: 'question' }))).toEqual(['answer', 'again'])
  })

  it('that is empty, or asked for what is not there, has nothing to show', () => {
    const tree = createMessageTree<TreeNode>([])
    expect([tree.pathTo(null), tree.pathTo('x'), tree.newestLeaf(), tree.get('x')]).toEqual([[], [], null, undefined])
    expect([tree.leafBelow('x'), tree.subtreeOf('x')]).toEqual(['x', ['x']])
  })

  it('is walked to an end also where its messages follow each other in a circle', () => {
    const circle = [
      { id: 'a', parentId: 'c' },
      { id: 'b', parentId: 'a' },
      { id: 'c', parentId: 'b' },
      { id: 'self', parentId: 'self' },
    ]
    const tree = createMessageTree(circle)
    for (const { id } of circle) {
      expect(tree.pathTo(id).length).toBeLessThanOrEqual(circle.length)
      expect(new Set(tree.subtreeOf(id)).size).toBe(tree.subtreeOf(id).length)
      expect(idsOf(circle)).toContain(tree.leafBelow(id))
    }
  })
})
