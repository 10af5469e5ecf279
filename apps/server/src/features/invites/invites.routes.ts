import { invitesContract } from '@secretary/contracts/users.contract'
import type { AuthService } from '#server/features/auth/auth.service.ts'
import { clientOf, grantSession } from '#server/features/auth/grant-session.ts'
import { requireOwnOrigin } from '#server/http/cross-origin.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import type { InvitesService } from './invites.service.ts'

interface InviteRoutesDeps {
  invites: InvitesService
  auth: AuthService
  publicUrl: URL | null
}

export function registerInviteRoutes(mount: Mount, { invites, auth, publicUrl }: InviteRoutesDeps): void {
  mount(invitesContract, {
    listInvites: async () => ({ items: await invites.list(), nextCursor: null }),
    createInvite: ({ actor, body }) => invites.create({ ...body, createdBy: actor.userId }),
    async revokeInvite({ params }) {
      await invites.revoke(params.id)
      return {}
    },
    checkInvite: ({ body }) => invites.check(body.token),
    async acceptInvite({ body, request, reply, audit }) {
      requireOwnOrigin(request, publicUrl)
      const user = await invites.accept(body)
      const login = await auth.openSession(user, clientOf(request))
      audit({
        actor: { kind: 'user', userId: user.id, name: user.name, role: user.role, sessionId: login.tokens.sessionId },
        resourceId: user.id,
      })
      return grantSession(request, reply, login)
    },
  })
}
