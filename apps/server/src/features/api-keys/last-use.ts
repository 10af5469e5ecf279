import type { Logger } from 'pino'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { ApiKeysRepository } from './api-keys.repository.ts'
import type { LiveKey } from './live-keys.ts'

const WRITE_EVERY_MS = 60_000

/** Remembers when a key was used, at most once a minute per key. No request waits for it, and none fails with it. */
export function createLastUse(deps: {
  repository: ApiKeysRepository
  writer: DurableWriter
  clock: Clock
  logger: Logger
}): (key: LiveKey) => void {
  const writtenAtMs = new Map<string, number>()
  return ({ actor: { keyId }, lastUsedAt }) => {
    const nowMs = deps.clock.now().getTime()
    const lastMs = writtenAtMs.get(keyId) ?? (lastUsedAt === null ? 0 : Date.parse(lastUsedAt))
    if (nowMs - lastMs < WRITE_EVERY_MS) return
    writtenAtMs.set(keyId, nowMs)
    deps.writer
      .commit([deps.repository.touchStatement(keyId, timestamp(deps.clock))])
      .catch((error: unknown) => deps.logger.warn({ err: error }, 'the last use of a key could not be written'))
  }
}
