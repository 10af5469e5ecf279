import type { Actor } from '#server/platform/actor.ts'

/** Streams and sockets that stay open for long: they end when the server closes, and when their owner may no longer read them. */
export interface OpenStreams {
  /** Returns the signal that ends the stream, and the way to say that it has ended by itself. */
  register(actor: Actor): { signal: AbortSignal; release(): void }
  /** Asks again who everybody is; a stream whose owner is gone or has another role ends. */
  recheck(lookUp: (actor: Extract<Actor, { kind: 'user' }>) => Promise<Actor | null>): Promise<void>
  closeAll(): void
  readonly count: number
}

export function createOpenStreams(): OpenStreams {
  const streams = new Map<AbortController, Actor>()
  return {
    register(actor) {
      const controller = new AbortController()
      streams.set(controller, actor)
      return { signal: controller.signal, release: () => streams.delete(controller) }
    },
    async recheck(lookUp) {
      for (const [controller, actor] of streams) {
        if (actor.kind !== 'user') continue
        const present = await lookUp(actor)
        if (present?.kind !== 'user' || present.role !== actor.role) controller.abort()
      }
    },
    closeAll() {
      for (const controller of streams.keys()) controller.abort()
    },
    get count() {
      return streams.size
    },
  }
}
