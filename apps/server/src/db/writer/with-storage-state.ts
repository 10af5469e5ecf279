import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { DurableWriter } from './durable-writer.ts'

export interface WatchedWriter extends DurableWriter {
  /** The last write failed because the disk, or the quota, is full. */
  isStorageFull(): boolean
}

/** Remembers whether there was room for the last write. `onTurn` hears when that changes. */
export function withStorageState(
  writer: DurableWriter,
  { isStorageFull }: Pick<Dialect, 'isStorageFull'>,
  onTurn: () => void,
): WatchedWriter {
  let isFull = false

  function note(isFullNow: boolean): void {
    if (isFull === isFullNow) return
    isFull = isFullNow
    onTurn()
  }

  return {
    isStorageFull: () => isFull,
    async commit(unit) {
      try {
        await writer.commit(unit)
        note(false)
      } catch (error) {
        if (isStorageFull(error)) note(true)
        throw error
      }
    },
    close: () => writer.close(),
  }
}
