/** What the shape of a conversation is made of. */
export interface TreeNode {
  readonly id: string
  readonly parentId: string | null
}

/** A conversation as a tree: edits and new answers are siblings, the path to the active leaf is what is shown. Input is oldest first. */
export function createMessageTree<T extends TreeNode>(messages: readonly T[]) {
  const byId = new Map<string, T>()
  for (const message of messages) byId.set(message.id, message)
  let known: ReadonlyMap<string | null, readonly T[]> | null = null
  /** Made when somebody asks: a path needs none of it. */
  const childrenOf = (id: string | null) => {
    known ??= Map.groupBy(messages, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null))
    return known.get(id)
  }
  const parentOf = ({ parentId }: T) => (parentId === null ? undefined : byId.get(parentId))

  return {
    get: (id: string): T | undefined => byId.get(id),
    /** Root first. */
    pathTo(leafId: string | null): T[] {
      const path: T[] = []
      // No path is longer than the conversation, even where damaged rows follow each other in a circle.
      for (
        let node = leafId === null ? undefined : byId.get(leafId);
        node && path.length < byId.size;
        node = parentOf(node)
      )
        path.push(node)
      return path.reverse()
    },
    /** Versions under the same parent, oldest first. */
    siblingsOf: (message: T): readonly T[] => childrenOf(parentOf(message)?.id ?? null) ?? [message],
    /** Follows the newest child down. */
    leafBelow(id: string): string {
      let leaf = id
      for (let steps = 0; steps < byId.size; steps++) leaf = childrenOf(leaf)?.at(-1)?.id ?? leaf
      return leaf
    },
    /** The message and everything after it, in every branch. */
    subtreeOf(id: string): string[] {
      const ids = new Set([id])
      // A set is walked to what was added on the way, and holds nothing twice.
      for (const parent of ids) for (const child of childrenOf(parent) ?? []) ids.add(child.id)
      return [...ids]
    },
    /** Where to stand when nothing else is said: the newest leaf. */
    newestLeaf: (): string | null => messages.at(-1)?.id ?? null,
  }
}
