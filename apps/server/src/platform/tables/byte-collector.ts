import type { TimeSlice } from './time-slice.ts'

/** Text is turned into bytes in portions of this many characters: few large buffers instead of very many small ones. */
const PORTION_CHARACTERS = 128 * 1024

/** Gathers text into one UTF-8 file without ever holding the event loop: `await` each `add` that returns a promise. */
export function createByteCollector(slice: TimeSlice) {
  const chunks: Buffer[] = []
  let pending: string[] = []
  let pendingCharacters = 0
  let sizeBytes = 0

  function flush() {
    const chunk = Buffer.from(pending.join(''))
    chunks.push(chunk)
    sizeBytes += chunk.length
    pending = []
    pendingCharacters = 0
  }

  return {
    add(text: string): Promise<void> | undefined {
      pending.push(text)
      pendingCharacters += text.length
      if (pendingCharacters >= PORTION_CHARACTERS) flush()
      return slice.isOver() ? slice.pause() : undefined
    },
    async finish(): Promise<Uint8Array> {
      flush()
      // Not cleared first: megabytes at once take milliseconds, and every byte is written.
      const bytes = Buffer.allocUnsafeSlow(sizeBytes)
      let at = 0
      for (const chunk of chunks) {
        bytes.set(chunk, at)
        at += chunk.length
        if (slice.isOver()) await slice.pause()
      }
      return bytes
    },
  }
}
