import { type Clock, timestamp } from '#server/platform/clock.ts'
import { callerOf } from './caller-of.ts'
import type { ConversationsRepository } from './conversations.repository.ts'
import type { TurnRunner } from './turn-runner.ts'
import type { TurnsRepository } from './turns.repository.ts'

/**
 * After a crash: what was accepted and not answered is answered now; what had been said in part stays as it was heard
 * and is closed as interrupted, never repeated. Returns how many of each.
 */
export async function recoverTurns(deps: {
  turns: TurnsRepository
  conversations: ConversationsRepository
  runner: Pick<TurnRunner, 'enqueue' | 'lease'>
  clock: Clock /** Leases that end before this are over. */
  leasesBefore: string
}): Promise<{ resumed: number; interrupted: number }> {
  const counts = { resumed: 0, interrupted: 0 }
  for (const turn of await deps.turns.listAbandoned(deps.leasesBefore)) {
    // Several nodes may have found it: one of them takes it.
    if (!(await deps.turns.claim(turn.id, deps.runner.lease(), deps.leasesBefore))) continue
    if (turn.hasSpoken) {
      await deps.turns.closeInterrupted(turn.id, timestamp(deps.clock))
      counts.interrupted++
      continue
    }
    const conversation = await deps.conversations.find({ kind: 'all' }, turn.conversationId)
    if (!conversation) continue
    deps.runner.enqueue({ ...turn, ownerId: conversation.ownerId, caller: callerOf(conversation) })
    counts.resumed++
  }
  return counts
}
