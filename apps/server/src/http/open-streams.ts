import { type Actor, idOfActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { Cancellation } from '#server/platform/cancellation.ts'
import { type Listed, Roster } from '#server/platform/roster.ts'

/** Streams and sockets that stay open for long: they end when the server closes, and when their owner may no longer read them. */
export interface OpenStreams {
  /** @throws AppError `rate_limited` for an actor who has very many of them */
  register(actor: Actor): OpenStream
  /** Asks again who everybody is; a stream whose owner is gone, or may do something else since, ends. */
  recheck(lookUp: (actor: Actor) => Promise<Actor | null> | Actor | null): Promise<void>
  closeAll(): void
  readonly count: number
}

/** Cancelled with an AppError that says why, where it was not the client who left. */
export interface OpenStream extends Cancellation {
  /** It has ended. */
  release(): void
}

/** Of one user or key: more than anybody has use for, and not more than a machine has sockets for. */
const MAX_OF_ACTOR = 2_000
const RETRY_AFTER_SECONDS = 5

export function createOpenStreams(): OpenStreams {
  const streams = new Roster<RegisteredStream>()
  const counts = new Map<string, number>()

  function release(stream: RegisteredStream): void {
    if (!streams.remove(stream)) return
    const id = idOfActor(stream.actor)
    const left = (counts.get(id) ?? 1) - 1
    if (left === 0) counts.delete(id)
    else counts.set(id, left)
  }

  return {
    register(actor) {
      const id = idOfActor(actor)
      const count = counts.get(id) ?? 0
      if (count >= MAX_OF_ACTOR)
        throw new AppError('rate_limited', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          detail: `${MAX_OF_ACTOR} streams are open already`,
        })
      const stream = new RegisteredStream(actor, release)
      streams.add(stream)
      counts.set(id, count + 1)
      return stream
    },
    async recheck(lookUp) {
      for (const stream of streams.all()) {
        const { actor } = stream
        const present = await lookUp(actor)
        const hasRole = present?.kind !== 'user' || actor.kind !== 'user' || present.role === actor.role
        if (!present || !hasRole) stream.cancel(new AppError('not_authenticated'))
      }
    },
    closeAll() {
      for (const stream of streams.all()) stream.cancel(new AppError('service_unavailable'))
    },
    get count() {
      return streams.size
    },
  }
}

class RegisteredStream extends Cancellation implements OpenStream, Listed {
  place = -1
  readonly actor: Actor
  readonly #release: (stream: RegisteredStream) => void

  constructor(actor: Actor, release: (stream: RegisteredStream) => void) {
    super()
    this.actor = actor
    this.#release = release
  }

  release(): void {
    this.#release(this)
  }
}
