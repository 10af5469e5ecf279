import type { ConfigTopic } from '@secretary/contracts/realtime/live.messages'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'

/** Half of the two seconds within which another process's change must be seen. */
const POLL_INTERVAL_MS = 1_000
/** Whoever can't wait makes no more queries than this, however often he asks. */
const LOOK_AGAIN_MS = 50

export interface ConfigChanges {
  /**
   * Says that this process changed a topic. Pass the transaction that changed it: both are stored or neither, and it is announced
   * by the next poll, when it surely is committed.
   */
  bump(topic: ConfigTopic, transaction?: Executor): Promise<void>
  /** Called when another process (the CLI, another node) changed the topic. */
  onRemoteChange(topic: ConfigTopic, reload: () => Promise<void>): void
  start(): Promise<void>
  /** Looks once, now; what the timer does. */
  poll(): Promise<void>
  /** Looks before the timer does: something is asked for that another process may have made a moment ago. */
  lookNow(): Promise<void>
  close(): void
}

/** Version numbers in the database: the one way by which processes learn of each other's changes. */
export function createConfigChanges(deps: { db: Executor; liveEvents: LiveEvents; logger: Logger }): ConfigChanges {
  const known = new Map<string, number>()
  const reloads = new Map<string, (() => Promise<void>)[]>()
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let lookedAtMs = Number.NEGATIVE_INFINITY

  const announce = (topic: ConfigTopic) =>
    deps.liveEvents.publish({ message: { type: 'config-changed', topic }, ownerId: null })

  async function look(): Promise<void> {
    lookedAtMs = performance.now()
    for (const { topic, version } of await deps.db.selectFrom('config_versions').selectAll().execute()) {
      if (known.get(topic) === version) continue
      for (const reload of reloads.get(topic) ?? []) await reload()
      known.set(topic, version)
      announce(topic as ConfigTopic) // Only bump writes this column.
    }
  }

  function poll(): Promise<void> {
    running ??= look().finally(() => {
      running = null
    })
    return running
  }

  return {
    async bump(topic, transaction) {
      const row = await (transaction ?? deps.db)
        .insertInto('config_versions')
        .values({ topic, version: 1 })
        .onConflict((conflict) =>
          conflict.column('topic').doUpdateSet((eb) => ({ version: eb('config_versions.version', '+', 1) })),
        )
        .returning('version')
        .executeTakeFirstOrThrow()
      if (transaction) return
      // A gap means that somebody else changed it too: the next poll then reloads.
      if (row.version === (known.get(topic) ?? 0) + 1) known.set(topic, row.version)
      announce(topic)
    },
    onRemoteChange(topic, reload) {
      reloads.set(topic, [...(reloads.get(topic) ?? []), reload])
    },
    async start() {
      for (const { topic, version } of await deps.db.selectFrom('config_versions').selectAll().execute())
        known.set(topic, version)
      timer = setInterval(() => {
        poll().catch((error: unknown) =>
          deps.logger.warn({ err: error }, 'configuration could not be checked for changes'),
        )
      }, POLL_INTERVAL_MS)
      timer.unref()
    },
    poll,
    async lookNow() {
      if (running || performance.now() - lookedAtMs >= LOOK_AGAIN_MS) await poll()
    },
    close() {
      if (timer) clearInterval(timer)
    },
  }
}
