import cors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#server/platform/app-error.ts'
import { isKeyPath } from './key-paths.ts'

const exposedHeaders = ['x-request-id', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']
const rateLimitHeaders = ['limit', 'remaining', 'reset'].map((name) => `x-ratelimit-${name}-requests`)
const exposedToKeys = [...exposedHeaders, 'x-conversation-id', ...rateLimitHeaders].join(', ')

const shared = { credentials: false, maxAge: 600 }

/**
 * The panel's API: exactly the listed origins, none by default. Routes for keys: exactly the origins of the key; before the key is known,
 * at a preflight, those of any key. An origin that is not listed gets no CORS header at all; none is ever reflected.
 */
export async function registerCrossOrigin(
  app: FastifyInstance,
  { origins, hasKeyOrigin }: { origins: readonly string[]; hasKeyOrigin(origin: string): boolean },
): Promise<void> {
  const forPanel: FastifyCorsOptions = {
    ...shared,
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
    exposedHeaders,
  }
  await app.register(cors, {
    delegator: (request, done) => {
      if (!isKeyPath(request.url)) return done(null, forPanel)
      const { origin } = request.headers
      const isKnown = request.method === 'OPTIONS' && origin !== undefined && hasKeyOrigin(origin)
      // No list of headers: SDKs send their own, and the key decides, not they.
      done(null, isKnown ? { ...shared, origin, methods: ['GET', 'POST', 'DELETE'] } : { origin: false })
    },
  })
}

/** Opens the answer to a page that the key was made for. @throws AppError `origin_refused` for a page it was not made for */
export function allowKeyOrigin(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  const { origin } = request.headers
  if (origin === undefined || allowed.length === 0) return
  if (!allowed.includes(origin)) throw new AppError('origin_refused')
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-expose-headers', exposedToKeys)
}

/**
 * For routes that work by cookie: a browser's request must come from our own pages.
 * A client that is no browser sends no Origin and has no cookie it did not get itself.
 * @throws AppError `origin_refused`
 */
export function requireOwnOrigin(request: FastifyRequest, publicUrl: URL | null): void {
  const { origin } = request.headers
  if (origin === undefined) return
  const own = [`${request.protocol}://${request.host}`, publicUrl?.origin]
  if (!own.includes(origin)) throw new AppError('origin_refused')
}
