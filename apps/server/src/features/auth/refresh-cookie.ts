import type { FastifyReply, FastifyRequest } from 'fastify'
import { REFRESH_COOKIE_SECONDS } from '#server/features/sessions/sessions.service.ts'

const NAME = 'secretary_refresh'

/** The only two addresses a browser sends the cookie to. */
const PATHS = ['/admin/auth/refresh', '/admin/auth/logout']

export function readRefreshCookie(request: FastifyRequest): string | null {
  return request.cookies[NAME] ?? null
}

export function setRefreshCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  for (const path of PATHS)
    reply.setCookie(NAME, token, { ...attributes(request, path), maxAge: REFRESH_COOKIE_SECONDS })
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply): void {
  for (const path of PATHS) reply.clearCookie(NAME, attributes(request, path))
}

function attributes(request: FastifyRequest, path: string) {
  // A proxy may end the https before us; the page's own origin, checked by the routes that come here, tells it too.
  const secure = request.protocol === 'https' || request.headers.origin?.startsWith('https://') === true
  return { path, httpOnly: true, sameSite: 'strict', secure } as const
}
