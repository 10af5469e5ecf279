import type { OutgoingHttpHeader, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** How an answer begins that is written piece by piece: no proxy may collect it, and nobody may keep it. */
export function streamHeaders(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
}

/** Takes an answer out of the framework's hands and sends its head: what the hooks have set, and these. The body is the caller's. */
export function takeOver(reply: FastifyReply, headers: Readonly<Record<string, string>>): ServerResponse {
  reply.hijack()
  const own: Record<string, OutgoingHttpHeader | undefined> = { ...reply.getHeaders(), ...headers }
  const common = reply.head ?? []
  // As a list: Node looks at every name of an object several times.
  const head: OutgoingHttpHeader[] = []
  for (const name in own) head.push(name, own[name] ?? '')
  for (let at = 0; at < common.length; at += 2) {
    const [name = '', value = ''] = [common[at], common[at + 1]]
    if (own[name] === undefined) head.push(name, value)
  }
  return reply.raw.writeHead(200, head)
}
