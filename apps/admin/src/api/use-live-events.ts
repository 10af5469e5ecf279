import { LiveMessage } from '@secretary/contracts/realtime/live.messages'
import { systemContract } from '@secretary/contracts/system.contract'
import { onScopeDispose } from 'vue'
import { followEvents } from './follow-events.ts'
import { openEventStream } from './open-event-stream.ts'
import { waitVisible } from './wait-visible.ts'

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
      const message = LiveMessage.safeParse(parseJson(event.data))
      // A newer server may say things this page doesn't know yet.
      if (message.success) onMessage(message.data)
    },
    onReconnect,
    wait: waitVisible,
    signal: controller.signal,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
