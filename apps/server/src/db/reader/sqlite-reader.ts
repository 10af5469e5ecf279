import { Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'

export interface ReadRequest {
  readonly id: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}

export interface ReadAnswer {
  readonly id: number
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
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let running: Worker | null = null
  let isClosed = false

  function start(): Worker {
    const worker = new Worker(new URL('./sqlite-reader.worker.ts', import.meta.url), {
      workerData: { file },
      env: engineEnvironment,
    })
    let cause: Error | undefined
    worker.on('message', ({ id, rows, error }: ReadAnswer) => {
      const caller = waiting.get(id)
      waiting.delete(id)
      if (error === null) caller?.resolve(rows)
      else caller?.reject(Object.assign(new Error(error.message), { code: error.code }))
      if (waiting.size === 0) worker.unref()
    })
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    worker.once('exit', () => {
      running = null
      for (const caller of waiting.values())
        caller.reject(new Error('The database reader stopped before it could answer', { cause }))
      waiting.clear()
    })
    return worker
  }

  return {
    async read(sql, parameters) {
      if (isClosed) throw new Error('The database reader is closed')
      running ??= start()
      const worker = running
      const id = nextId++
      return new Promise<unknown[]>((resolve, reject) => {
        const request: ReadRequest = { id, sql, parameters }
        worker.postMessage(request)
        waiting.set(id, { resolve, reject })
        worker.ref()
      })
    },
    async close() {
      isClosed = true
      await running?.terminate()
    },
  }
}
