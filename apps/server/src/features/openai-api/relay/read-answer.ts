import type { IncomingMessage } from 'node:http'
import { brokeOff, timedOut, unreadable } from './vendor-error.ts'

export interface ReadLimits {
  readonly maxBytes: number
  /** Without a single byte. */
  readonly idleTimeoutMs: number
  readonly provider: string
  readonly signal: AbortSignal
}

/**
 * The whole body of an answer.
 * @throws ApiError where it is cut, stalls or is too large; the signal's reason when it aborts. The connection is freed then.
 */
export function readAnswer(
  source: IncomingMessage,
  { maxBytes, idleTimeoutMs, provider, signal }: ReadLimits,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const timer = setTimeout(() => fail(timedOut(provider)), idleTimeoutMs)
    const abort = () => fail(signal.reason)
    function release(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    function fail(error: unknown): void {
      release()
      reject(error)
      source.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    source.on('data', (chunk: Buffer) => {
      timer.refresh()
      length += chunk.length
      chunks.push(chunk)
      if (length > maxBytes) fail(unreadable(provider))
    })
    source.once('end', () => {
      release()
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    source.once('error', (cause) => fail(brokeOff(provider, cause)))
    if (signal.aborted) abort()
  })
}
