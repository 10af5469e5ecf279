import type { UsageRecord } from '#server/conversation/turn-part.ts'

/** What was spoken, and by which voice. */
export type SpokenRecord = Extract<UsageRecord, { kind: 'tts' }>

/** One voice speaks a text; null where it said nothing. */
export function sumOf(spoken: readonly SpokenRecord[]): SpokenRecord | null {
  const [first] = spoken
  if (!first) return null
  const sum = (of: (record: SpokenRecord) => number) => spoken.reduce((all, record) => all + of(record), 0)
  return { ...first, characters: sum(({ characters }) => characters), audioMs: sum(({ audioMs }) => audioMs) }
}
