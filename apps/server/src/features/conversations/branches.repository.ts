import { sql } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import type { TreeNode } from './message-tree.ts'

/** A part of a branch. */
export interface BranchPart {
  /** Root first; where the branch begins there is no parent, whatever was there once. */
  readonly nodes: readonly TreeNode[]
  /** How many messages of the branch come before the first of them. */
  readonly start: number
}

/**
 * Where messages stand in their tree. The database walks it: of a conversation of thousands only what is shown comes here. Whoever
 * calls has found the conversation in his scope before.
 */
export function createBranchesRepository(db: Executor) {
  const live = (conversationId: string) =>
    db.selectFrom('messages').where('conversation_id', '=', conversationId).where('deleted_at', 'is', null)

  /** The branch as the table `path`, its end first. */
  const walk = (conversationId: string, leafId: string, mostSteps: number) =>
    db.withRecursive('path', (cte) =>
      cte
        .selectFrom(live(conversationId).where('id', '=', leafId).select(['id', 'parent_id']).as('leaf'))
        .select(['id', 'parent_id', sql<number>`1`.as('depth')])
        .unionAll((query) =>
          query
            .selectFrom('path')
            .innerJoin('messages', 'messages.id', 'path.parent_id')
            .where('messages.conversation_id', '=', conversationId)
            .where('messages.deleted_at', 'is', null)
            .where('path.depth', '<', mostSteps)
            .select(['messages.id', 'messages.parent_id', sql<number>`path.depth + 1`.as('depth')]),
        ),
    )

  return {
    /** The last messages of the branch that ends with `leafId`, or the last ones before one of it. Null where that is not in it. */
    async end(
      conversationId: string,
      { leafId, before, limit }: { leafId: string | null; before?: string | undefined; limit: number },
    ): Promise<BranchPart | null> {
      if (leafId === null) return before === undefined ? { nodes: [], start: 0 } : null
      // No branch has more messages than its conversation, even where damaged rows follow each other in a circle.
      const { count } = await db
        .selectFrom('messages')
        .where('conversation_id', '=', conversationId)
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      const first =
        before === undefined ? sql<number>`1` : sql<number>`(select min(depth) from path where id = ${before})`
      const rows = await walk(conversationId, leafId, Number(count))
        .selectFrom('path')
        .select(['id', 'parent_id', 'depth', sql<number>`(select max(depth) from path)`.as('length')])
        .where('depth', '>=', first)
        .orderBy('depth')
        .limit(before === undefined ? limit : limit + 1)
        .execute()
      if (before !== undefined && rows.length === 0) return null
      const shown = before === undefined ? rows : rows.slice(1)
      const top = shown.at(-1)
      const start = top ? top.length - top.depth : 0
      const nodes = shown.map(({ id, parent_id }, index) => ({
        id,
        parentId: start === 0 && index === shown.length - 1 ? null : parent_id,
      }))
      return { nodes: nodes.reverse(), start }
    },
    /** What hangs under the same parents as these, oldest first, by parent: all versions of each. */
    async versions(
      conversationId: string,
      nodes: readonly TreeNode[],
    ): Promise<ReadonlyMap<string | null, readonly string[]>> {
      const parents = new Set(nodes.flatMap(({ parentId }) => parentId ?? []))
      const isBeginning = sql<boolean>`not exists (
        select 1 from messages as parent
        where parent.id = messages.parent_id and parent.conversation_id = ${conversationId} and parent.deleted_at is null
      )`
      const rows = await live(conversationId)
        .where((eb) =>
          eb.or([
            ...(parents.size > 0 ? [eb('parent_id', 'in', [...parents])] : []),
            ...(nodes.some(({ parentId }) => parentId === null) ? [isBeginning] : []),
          ]),
        )
        .select(['id', 'parent_id'])
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      const versions = new Map<string | null, string[]>()
      for (const { id, parent_id } of rows) {
        const parent = parent_id !== null && parents.has(parent_id) ? parent_id : null
        const known = versions.get(parent)
        if (known) known.push(id)
        else versions.set(parent, [id])
      }
      return versions
    },
  }
}

export type BranchesRepository = ReturnType<typeof createBranchesRepository>
