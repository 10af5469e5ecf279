import type { FromProcess, ToProcess } from './process-messages.ts'

export interface RequestContext {
  readonly signal: AbortSignal
  /** Goes out at once, also while the handler is busy. */
  send(part: unknown): void
}

/**
 * The other end of a supervised process: answers requests one after another and ends with its parent.
 * Requests wait in their order, so a synchronous engine needs no lock.
 */
export function serveRequests(handle: (body: unknown, context: RequestContext) => Promise<void> | void): void {
  const open = new Map<number, AbortController>()
  let last = Promise.resolve()
  const post = (message: FromProcess) => process.send?.(message)

  async function answer(id: number, body: unknown, controller: AbortController): Promise<void> {
    try {
      if (!controller.signal.aborted)
        await handle(body, { signal: controller.signal, send: (part) => post({ type: 'part', id, body: part }) })
      post({ type: 'end', id })
    } catch (error) {
      post({ type: 'error', id, message: error instanceof Error ? error.message : String(error) })
    } finally {
      open.delete(id)
    }
  }

  process.on('message', (message: ToProcess) => {
    if (message.type === 'ping') post({ type: 'pong' })
    else if (message.type === 'cancel') open.get(message.id)?.abort()
    else {
      const controller = new AbortController()
      open.set(message.id, controller)
      // A turn of the event loop between two requests lets a cancellation arrive.
      last = last
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => answer(message.id, message.body, controller))
    }
  })
  process.once('disconnect', () => process.exit(0))
  post({ type: 'ready' })
}
