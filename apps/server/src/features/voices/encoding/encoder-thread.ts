import { Worker } from 'node:worker_threads'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import type { FromEncoder, ThreadFormat, ToEncoder } from './encoder-messages.ts'
import { EncoderMissing } from './encoder-missing.ts'

const IDLE_STOP_MS = 5 * 60_000
/** The codecs with some hundred open encoders. */
const MEMORY_LIMIT_MB = 256

/** An encoder that lives in the thread. One call at a time. */
export interface RemoteEncoder {
  /** Settles when it is there. @throws EncoderMissing, ProviderError */
  readonly opened: Promise<void>
  encode(samples: Int16Array, sampleRateHz: number): Promise<Uint8Array>
  finish(): Promise<Uint8Array>
  close(): void
}

export interface EncoderThread {
  open(format: ThreadFormat): RemoteEncoder
  close(): Promise<void>
}

interface Waiting {
  resolve(bytes: Uint8Array): void
  reject(error: Error): void
}

/** Codecs work in a thread of their own: it starts on first need, ends when nobody needed it for long, and comes back after a crash. */
export function createEncoderThread(): EncoderThread {
  let worker: Worker | null = null
  let idleTimer: NodeJS.Timeout | null = null
  let nextId = 1
  const open = new Map<number, Waiting[]>()

  function start(): Worker {
    const started = new Worker(new URL('./encoder.worker.ts', import.meta.url), {
      env: engineEnvironment,
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    })
    started.unref()
    started.on('message', receive)
    started.on('error', (error) => lose(started, error))
    started.on('exit', () => lose(started, new Error('The thread ended')))
    return started
  }

  function receive(message: FromEncoder): void {
    const waiting = open.get(message.id)?.shift()
    if (message.type === 'bytes') waiting?.resolve(message.bytes)
    else if (message.needs !== null) waiting?.reject(new EncoderMissing(message.needs))
    else waiting?.reject(failure(message.message))
  }

  function lose(lost: Worker, cause: Error): void {
    if (worker !== lost) return
    worker = null
    for (const waiting of open.values()) for (const { reject } of waiting.splice(0)) reject(failure('It ended', cause))
  }

  function ask(message: ToEncoder, transfer: ArrayBuffer[] = []): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const waiting = open.get(message.id)
      if (!waiting) return reject(failure('It is closed'))
      // An encoder of a thread that is gone is gone too.
      if (!worker && message.type !== 'open') return reject(failure('It ended'))
      worker ??= start()
      waiting.push({ resolve, reject })
      worker.postMessage(message, transfer)
    })
  }

  function release(id: number): void {
    if (!open.delete(id)) return
    worker?.postMessage({ type: 'close', id } satisfies ToEncoder)
    if (open.size === 0) idleTimer = setTimeout(() => void stop(), IDLE_STOP_MS).unref()
  }

  async function stop(): Promise<void> {
    const leaving = worker
    if (leaving) lose(leaving, new Error('The thread is stopped'))
    await leaving?.terminate()
  }

  return {
    open(format) {
      if (idleTimer) clearTimeout(idleTimer)
      const id = nextId++
      open.set(id, [])
      const opened = ask({ type: 'open', id, format }).then(() => {})
      opened.catch(() => {}) // Whoever encodes hears of it; this copy only keeps it from ending the process.
      return {
        opened,
        encode(samples, sampleRateHz) {
          // A copy of these samples alone: what is sent takes its whole buffer with it.
          const own = samples.slice()
          return ask({ type: 'samples', id, samples: own, sampleRateHz }, [own.buffer])
        },
        finish: () => ask({ type: 'finish', id }),
        close: () => release(id),
      }
    },
    close: stop,
  }
}

function failure(message: string, cause?: Error): ProviderError {
  return new ProviderError({ provider: 'encoder', message, ...(cause && { cause }) })
}
