import type { Logger } from 'pino'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import type { UnansweredService } from './unanswered.service.ts'

/** Often enough that little is left to compare for whoever looks, seldom enough to cost a busy server nothing. */
const PREPARE_EVERY_MS = 60_000

export interface UnansweredPreparation {
  /** Compares what is stored; from then on what is asked is compared within a minute. Never throws. */
  start(): Promise<void>
  close(): Promise<void>
}

/** Questions without an answer are compared while they come in, not when somebody looks: a look would take seconds after a busy day. */
export function createUnansweredPreparation({
  unanswered,
  liveEvents,
  logger,
}: {
  unanswered: Pick<UnansweredService, 'prepare'>
  liveEvents: Pick<LiveEvents, 'listen'>
  logger: Logger
}): UnansweredPreparation {
  const closing = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let running = Promise.resolve()
  let stopListening = () => {}

  function prepare(): Promise<void> {
    timer = null
    running = running
      .then(() => unanswered.prepare(closing.signal))
      .catch((error: unknown) => {
        if (!closing.signal.aborted) logger.warn({ err: error }, 'unanswered questions could not be compared')
      })
    return running
  }

  return {
    start() {
      stopListening = liveEvents.listen(({ message }) => {
        const isNews =
          message.type === 'conversation-changed' || (message.type === 'config-changed' && message.topic === 'faq')
        if (isNews) timer ??= setTimeout(prepare, PREPARE_EVERY_MS).unref()
      })
      return prepare()
    },
    async close() {
      closing.abort()
      stopListening()
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
