import { type Actor, nameOfActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'

/** Streams and sockets that stay open for long: they end when the server closes, and when their owner may no longer read them. */
export interface OpenStreams {
  /**
   * Returns the signal that ends the stream, the way to end it, and the way to say that it has ended by itself.
   * @throws AppError `rate_limited` for an actor who has very many of them
   */
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

/** Of one user or key: more than anybody has use for, and not more than a machine has sockets for. */
const MAX_OF_ACTOR = 2_000
const RETRY_AFTER_SECONDS = 5

export function createOpenStreams(): OpenStreams {
  const streams = new Map<AbortController, Actor>()
  const counts = new Map<string, number>()

  function change(name: string, by: number): void {
    const now = (counts.get(name) ?? 0) + by
    if (now === 0) counts.delete(name)
    else counts.set(name, now)
  }

  return {
    register(actor) {
      const name = nameOfActor(actor)
      if ((counts.get(name) ?? 0) >= MAX_OF_ACTOR)
        throw new AppError('rate_limited', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          detail: `${MAX_OF_ACTOR} streams are open already`,
        })
      const controller = new AbortController()
      streams.set(controller, actor)
      change(name, 1)
      return {
        signal: controller.signal,
        abort: () => controller.abort(),
        release() {
          if (streams.delete(controller)) change(name, -1)
        },
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
