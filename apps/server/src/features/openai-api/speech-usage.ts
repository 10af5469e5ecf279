import type { Logger } from 'pino'
import type { UsageRecord } from '#server/conversation/turn-part.ts'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'

export interface SpeechUsage {
  /** Stores what was spoken for a key. What can't be stored is logged: the sound has been sent already. */
  record(spoken: readonly SpokenRecord[], keyId: string): Promise<void>
}

export type SpokenRecord = Extract<UsageRecord, { kind: 'tts' }>

export function createSpeechUsage(deps: {
  db: Executor
  writer: DurableWriter
  clock: Clock
  logger: Logger
}): SpeechUsage {
  const { db, writer, clock, logger } = deps
  return {
    async record(spoken, keyId) {
      const total = sumOf(spoken)
      if (!total) return
      const row = {
        id: newId(),
        turn_id: null,
        conversation_id: null,
        api_call_id: null,
        api_key_id: keyId,
        kind: 'tts' as const,
        provider_id: total.providerId,
        model_id: total.modelId,
        input_tokens: null,
        output_tokens: null,
        is_estimated: 0,
        characters: total.characters,
        audio_ms: Math.round(total.audioMs),
        created_at: timestamp(clock),
      }
      await writer
        .commit([db.insertInto('usage').values(row).compile()])
        .catch((error: unknown) => logger.error({ err: error, keyId }, 'what was spoken could not be stored'))
    },
  }
}

/** One voice speaks a text; null where it said nothing. */
export function sumOf(spoken: readonly SpokenRecord[]): SpokenRecord | null {
  const [first] = spoken
  if (!first) return null
  const sum = (of: (record: SpokenRecord) => number) => spoken.reduce((all, record) => all + of(record), 0)
  return { ...first, characters: sum(({ characters }) => characters), audioMs: sum(({ audioMs }) => audioMs) }
}
