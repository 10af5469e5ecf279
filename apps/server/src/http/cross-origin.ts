import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#server/platform/app-error.ts'

/** Exactly the listed origins, none by default. An origin that is not listed gets no CORS header at all; none is ever reflected. */
export async function registerCrossOrigin(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
    exposedHeaders: ['x-request-id', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
    credentials: false,
    maxAge: 600,
  })
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
