import { type Clock, timestamp } from './clock.ts'

export interface RecordedHealth {
  /** `unknown`: not asked yet. */
  readonly state: 'working' | 'failing' | 'unknown'
  /** The first failure since it last worked. */
  readonly failingSince: string | null
}

export interface HealthRecord {
  health(): RecordedHealth
  /** Passes the stream on and remembers how it ended. A caller that stops before the end, or before `isLast`, says nothing of it. */
  watch<T>(parts: AsyncIterable<T>, options: { signal: AbortSignal; isLast?: (part: T) => boolean }): AsyncGenerator<T>
}

/** How an engine or a vendor fared when it was last asked. `onTurn` hears when it fails after it worked, or the other way round. */
export function createHealthRecord(clock: Clock, onTurn: () => void = () => undefined): HealthRecord {
  let present: RecordedHealth = { state: 'unknown', failingSince: null }

  function note(state: 'working' | 'failing'): void {
    if (present.state === state) return
    const isTurn = present.state !== 'unknown' || state === 'failing'
    present = { state, failingSince: state === 'failing' ? timestamp(clock) : null }
    if (isTurn) onTurn()
  }

  return {
    health: () => present,
    async *watch(parts, { signal, isLast }) {
      try {
        for await (const part of parts) {
          // Whoever reads the last part reads no further.
          if (isLast?.(part)) note('working')
          yield part
        }
        if (!signal.aborted) note('working')
      } catch (error) {
        if (!signal.aborted) note('failing')
        throw error
      }
    },
  }
}
