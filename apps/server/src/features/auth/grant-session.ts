import type { SessionGrant } from '@secretary/contracts/auth.contract'
import { rolePermissions } from '@secretary/contracts/permissions'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ACCESS_TOKEN_SECONDS } from '#server/features/sessions/access-token.ts'
import type { Client, Login } from './auth.service.ts'
import { setRefreshCookie } from './refresh-cookie.ts'

export function clientOf(request: FastifyRequest): Client {
  return { address: request.address, userAgent: request.headers['user-agent'] ?? '' }
}

/** The access token goes into the answer and lives in memory, the refresh token into a cookie no script can read. */
export function grantSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { user, tokens, accessToken }: Login,
): SessionGrant {
  setRefreshCookie(request, reply, tokens.refreshToken)
  return { accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, user, permissions: rolePermissions[user.role] }
}
