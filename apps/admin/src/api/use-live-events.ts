import type { LiveMessage } from '@secretary/contracts/realtime/live.messages'
import { systemContract } from '@secretary/contracts/system.contract'
import { onScopeDispose } from 'vue'
import { followEvents } from './follow-events.ts'
import { openEventStream } from './open-event-stream.ts'
import { readMessage } from './read-message.ts'
import { waitVisible } from './wait-visible.ts'

const known: Record<LiveMessage['type'], true> = {
  'config-changed': true,
  'conversation-changed': true,
  'conversation-deleted': true,
  'health-changed': true,
  'lead-created': true,
  'lead-changed': true,
  'backup-changed': true,
}

export interface LiveListener {
  readonly onMessage: (message: LiveMessage) => void
  /** The connection was gone for a while: messages may have been missed. */
  readonly onReconnect: () => void
}

/** Follows what changes in the installation while the surrounding scope lives. One stream per page is enough. */
export function useLiveEvents({ onMessage, onReconnect }: LiveListener): void {
  const controller = new AbortController()
  onScopeDispose(() => controller.abort())
  void followEvents({
    open: (lastEventId, onOpen) =>
      openEventStream(systemContract.streamLiveEvents.path, { lastEventId, onOpen, signal: controller.signal }),
    onEvent(event) {
      const message = readMessage<LiveMessage>(event.data, known)
      if (message) onMessage(message)
    },
    onReconnect,
    wait: waitVisible,
    signal: controller.signal,
  })
}
