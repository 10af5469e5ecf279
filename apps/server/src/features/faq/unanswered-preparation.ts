import type { Logger } from 'pino'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import type { UnansweredService } from './unanswered.service.ts'

/** Often enough that little is left to compare for whoever looks, seldom enough to cost a busy server nothing. */
const PREPARE_EVERY_MS = 60_000

export interface UnansweredPreparation {
  /** Somebody is there who may look: what is stored is compared, once. A server nobody looks at saves itself the memory. Never throws. */
  begin(): Promise<void>
  close(): Promise<void>
}

/**
 * Questions without an answer are compared while they come in, within a minute, not when somebody looks: a look would take seconds after a busy
 * day.
 */
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
  let begun: Promise<void> | null = null

  function prepare(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    running = running
      .then(() => unanswered.prepare(closing.signal))
      .catch((error: unknown) => {
        if (!closing.signal.aborted) logger.warn({ err: error }, 'unanswered questions could not be compared')
      })
    return running
  }

  const stopListening = liveEvents.listen(({ message }) => {
    const isNews =
      message.type === 'conversation-changed' || (message.type === 'config-changed' && message.topic === 'faq')
    if (isNews) timer ??= setTimeout(prepare, PREPARE_EVERY_MS).unref()
  })

  return {
    begin() {
      begun ??= prepare()
      return begun
    },
    async close() {
      closing.abort()
      stopListening()
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
