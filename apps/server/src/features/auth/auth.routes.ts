import { authContract } from '@secretary/contracts/auth.contract'
import { contracts } from '@secretary/contracts/contracts'
import { rolePermissions } from '@secretary/contracts/permissions'
import type { RouteDefinition } from '@secretary/contracts/route'
import type { SessionsService } from '#server/features/sessions/sessions.service.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import { requireOwnOrigin } from '#server/http/cross-origin.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { AuthService } from './auth.service.ts'
import { clientOf, grantSession } from './grant-session.ts'
import { clearRefreshCookie, readRefreshCookie } from './refresh-cookie.ts'
import { TICKET_SECONDS, type Tickets } from './tickets.ts'

interface AuthRoutesDeps {
  auth: AuthService
  users: UsersService
  sessions: SessionsService
  tickets: Tickets
  publicUrl: URL | null
}

export function registerAuthRoutes(mount: Mount, { auth, users, sessions, tickets, publicUrl }: AuthRoutesDeps): void {
  mount(authContract, {
    async login({ body, request, reply, audit }) {
      requireOwnOrigin(request, publicUrl)
      audit({ changes: { name: body.name } })
      const login = await auth.login(body.name, body.password, clientOf(request))
      audit({
        actor: {
          kind: 'user',
          userId: login.user.id,
          name: login.user.name,
          role: login.user.role,
          sessionId: login.tokens.sessionId,
        },
      })
      return grantSession(request, reply, login)
    },
    async refresh({ request, reply }) {
      requireOwnOrigin(request, publicUrl)
      const login = await auth.refresh(readRefreshCookie(request) ?? '').catch((error: unknown) => {
        // A database that is busy for a moment logs nobody out.
        if (error instanceof AppError && error.code === 'session_ended') clearRefreshCookie(request, reply)
        throw error
      })
      return grantSession(request, reply, login)
    },
    async logout({ request, reply, audit }) {
      requireOwnOrigin(request, publicUrl)
      const closed = await sessions.closeByToken(readRefreshCookie(request) ?? '')
      const user = closed && (await users.find(closed.userId))
      if (closed && user)
        audit({
          actor: { kind: 'user', userId: user.id, name: user.name, role: user.role, sessionId: closed.sessionId },
        })
      clearRefreshCookie(request, reply)
      return {}
    },
    async getMe({ actor }) {
      const user = await users.find(actor.userId)
      if (!user) throw new AppError('not_authenticated')
      return { user, permissions: rolePermissions[user.role] }
    },
    updateProfile: ({ actor, body }) => users.update(actor.userId, body),
    async changePassword({ actor, body, request }) {
      await auth.changePassword(actor, { ...body, address: request.address })
      return {}
    },
    listSessions: async ({ actor }) => ({
      items: await sessions.list(actor.userId, actor.sessionId),
      nextCursor: null,
    }),
    async revokeSession({ actor, params }) {
      await sessions.revoke(params.id, actor.userId)
      return {}
    },
    async issueTicket({ actor, body }) {
      if (!ticketPaths.some((pattern) => pattern.test(body.path))) throw new AppError('not_found')
      return { ticket: tickets.issue(actor, body.path), expiresInSeconds: TICKET_SECONDS }
    },
  })
}

/** Only routes that ask for a ticket can be opened by one. */
const ticketPaths: readonly RegExp[] = Object.values(contracts as Record<string, RouteDefinition>)
  .filter(({ access }) => access === 'ticket')
  .map(({ path }) => new RegExp(`^${path.replace(/:[A-Za-z]+/g, '[^/?#]+')}$`))
