import type { StoredConversation } from './conversations.repository.ts'

/** Who asks in it, among all who may ask at once: the program or channel it came through, else the one it belongs to. */
export function callerOf({ sourceId, ownerId }: Pick<StoredConversation, 'sourceId' | 'ownerId'>): string {
  return sourceId ?? ownerId ?? 'system'
}
