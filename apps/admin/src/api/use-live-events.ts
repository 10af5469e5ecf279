import { LiveMessage } from '@secretary/contracts/realtime/live.messages'
import { systemContract } from '@secretary/contracts/system.contract'
import { onScopeDispose } from 'vue'
import { followEvents } from './follow-events.ts'
import { openEventStream } from './open-event-stream.ts'

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

/** Nobody looks at a hidden page: it reconnects when it is shown again, or when the delay is over ten times. */
async function waitVisible(delayMs: number, signal: AbortSignal): Promise<void> {
  const done = new AbortController()
  const totalMs = document.hidden ? delayMs * 10 : delayMs
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, totalMs)
    const finish = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true, signal: done.signal })
    document.addEventListener('visibilitychange', () => !document.hidden && finish(), { signal: done.signal })
    window.addEventListener('online', finish, { once: true, signal: done.signal })
  })
  done.abort()
}
