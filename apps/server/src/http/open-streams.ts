import type { Actor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'

/** Streams and sockets that stay open for long: they end when the server closes, and when their owner may no longer read them. */
export interface OpenStreams {
  /** Returns the signal that ends the stream, the way to end it, and the way to say that it has ended by itself. */
  register(actor: Actor): OpenStream
  /** Asks again who everybody is; a stream whose owner is gone, or may do something else since, ends. */
  recheck(lookUp: (actor: Actor) => Promise<Actor | null> | Actor | null): Promise<void>
  closeAll(): void
  readonly count: number
}

export interface OpenStream {
  /** Aborted with an AppError that says why, where it was not the client who left. */
  readonly signal: AbortSignal
  abort(): void
  release(): void
}

export function createOpenStreams(): OpenStreams {
  const streams = new Map<AbortController, Actor>()
  return {
    register(actor) {
      const controller = new AbortController()
      streams.set(controller, actor)
      return {
        signal: controller.signal,
        abort: () => controller.abort(),
        release: () => void streams.delete(controller),
      }
    },
    async recheck(lookUp) {
      for (const [controller, actor] of streams) {
        const present = await lookUp(actor)
        const hasRole = present?.kind !== 'user' || actor.kind !== 'user' || present.role === actor.role
        if (!present || !hasRole) controller.abort(new AppError('not_authenticated'))
      }
    },
    closeAll() {
      for (const controller of streams.keys()) controller.abort(new AppError('service_unavailable'))
    },
    get count() {
      return streams.size
    },
  }
}
