import { Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'

export interface ReadRequest {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Answers come in the order of their questions. */
export interface ReadAnswer {
  readonly rows: unknown[]
  readonly error: { readonly message: string; readonly code: string | undefined } | null
}

export interface SqliteReader {
  /** Sees everything that was committed before it was asked. */
  read(sql: string, parameters: readonly unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

interface Waiting {
  resolve(rows: unknown[]): void
  reject(error: Error): void
}

/** Queries that take long, on a thread with a read-only connection of its own: nobody else waits for them. Started by the first one. */
export function createSqliteReader(file: string): SqliteReader {
  const waiting: Waiting[] = []
  let running: Worker | null = null
  let isClosed = false

  function start(): Worker {
    const worker = new Worker(new URL('./sqlite-reader.worker.ts', import.meta.url), {
      workerData: { file },
      env: engineEnvironment,
    })
    let cause: Error | undefined
    worker.on('message', ({ rows, error }: ReadAnswer) => {
      const caller = waiting.shift()
      if (error === null) caller?.resolve(rows)
      else caller?.reject(Object.assign(new Error(error.message), { code: error.code }))
      if (waiting.length === 0) worker.unref()
    })
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    worker.once('exit', () => {
      running = null
      for (const caller of waiting.splice(0))
        caller.reject(new Error('The database reader stopped before it could answer', { cause }))
    })
    return worker
  }

  return {
    async read(sql, parameters) {
      if (isClosed) throw new Error('The database reader is closed')
      running ??= start()
      const worker = running
      return new Promise<unknown[]>((resolve, reject) => {
        const request: ReadRequest = { sql, parameters }
        worker.postMessage(request)
        waiting.push({ resolve, reject })
        worker.ref()
      })
    },
    async close() {
      isClosed = true
      await running?.terminate()
    },
  }
}
