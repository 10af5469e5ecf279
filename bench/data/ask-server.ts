import { once } from 'node:events'
import { forkAsStarted, nextMessage } from './fork-as-started.ts'
import type { HeldFigures } from './watch-loop.ts'
import type { Question, Served } from './watched-server.ts'

export interface AskedServer extends Served {
  /** The whole answer, read to its end. @throws where it is no success */
  call(method: string, path: string, options?: { as?: string; body?: unknown; bytes?: Uint8Array }): Promise<Response>
  /** Runs something and says how long the server stood still meanwhile. */
  heldDuring(work: () => Promise<unknown>): Promise<HeldFigures>
  forgetOldCalls(): Promise<void>
  close(): Promise<void>
}

/** A server in a process of its own: what it does is not ours. */
export async function startWatchedServer(environment: Record<string, string>): Promise<AskedServer> {
  const child = forkAsStarted(new URL('./watched-server.ts', import.meta.url), environment)
  // The server says this first, and nothing else before it is asked.
  const served = (await nextMessage(child)) as Served
  const ask = async (question: Question) => {
    child.send(question)
    return nextMessage(child)
  }
  return {
    ...served,
    async call(method, path, { as = served.admin, body, bytes } = {}) {
      const response = await fetch(`http://127.0.0.1:${served.port}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${as}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(bytes && { 'content-type': 'application/octet-stream' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(bytes && { body: Buffer.from(bytes) }),
      })
      if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`)
      return new Response(await response.arrayBuffer())
    },
    async heldDuring(work) {
      await ask('begin')
      await work()
      return (await ask('end')) as HeldFigures // The answer to that question.
    },
    async forgetOldCalls() {
      await ask('forget-old-calls')
    },
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
