import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** How an answer begins that is written piece by piece: no proxy may collect it, and nobody may keep it. */
export function streamHeaders(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
}

/** Takes an answer out of the framework's hands and sends its head: what the hooks have set, and these. The body is the caller's. */
export function takeOver(reply: FastifyReply, headers: Readonly<Record<string, string>>): ServerResponse {
  reply.hijack()
  // Fastify's header values are what Node takes.
  return reply.raw.writeHead(200, { ...reply.getHeaders(), ...headers } as Record<string, string>)
}
