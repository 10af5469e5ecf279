import type { Socket } from 'node:net'
import type { ErrorCode } from '@secretary/contracts/error-codes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '#server/platform/ids.ts'
import { problemOf, sendProblem } from './problem-handler.ts'

/** An address no route can have, refused before any hook has run. */
export function refuseAddress(error: Error & { code?: string }, request: FastifyRequest, reply: FastifyReply): void {
  const code: ErrorCode = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'not_found' : 'validation_failed'
  const problem = problemOf(code, request.id)
  reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-request-id': request.id })
  sendProblem(request, reply, problem)
}

/** What is no HTTP, or stopped half way: there is no request yet, so the answer is written by hand. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const [status, code] = refusals[error.code ?? ''] ?? (['400 Bad Request', 'validation_failed'] as const)
  const body = JSON.stringify({ ...problemOf(code, newId()), status: Number.parseInt(status, 10) })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const refusals: Record<string, readonly [status: string, code: ErrorCode]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'payload_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'service_unavailable'],
}
