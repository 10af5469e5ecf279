import type { BranchPart } from './branches.repository.ts'
import type { TreeNode } from './message-tree.ts'

const PAGE_MESSAGES = 100
/** What of a branch has to be known for it. */
export const MOST_SHOWN = 2 * PAGE_MESSAGES

/**
 * What is shown of a long branch: whole pages counted from its root, the last one and the one before it, so that the
 * beginning of what is shown moves once in a hundred messages and not with each.
 */
export function shownOf(
  { nodes, start: firstIndex }: BranchPart,
  { isBefore }: { isBefore: boolean },
): { nodes: readonly TreeNode[]; hasEarlier: boolean } {
  const end = firstIndex + nodes.length
  const lastPage = Math.floor(Math.max(0, end - 1) / PAGE_MESSAGES) * PAGE_MESSAGES
  const start = Math.max(0, isBefore ? lastPage : lastPage - PAGE_MESSAGES)
  return { nodes: nodes.slice(start - firstIndex), hasEarlier: start > 0 }
}
