import { setupContract } from '@secretary/contracts/setup.contract'
import type { AuthService } from '#server/features/auth/auth.service.ts'
import { clientOf, grantSession } from '#server/features/auth/grant-session.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import type { SetupService } from './setup.service.ts'

export function registerSetupRoutes(mount: Mount, { setup, auth }: { setup: SetupService; auth: AuthService }): void {
  mount(setupContract, {
    getSetupState: () => setup.state(),
    async checkSetupToken({ body }) {
      await setup.checkToken(body.token)
      return { isValid: true as const }
    },
    async createFirstAccount({ body, request, reply, audit }) {
      const user = await setup.createFirstAccount(body)
      const login = await auth.openSession(user, clientOf(request))
      audit({
        actor: { kind: 'user', userId: user.id, name: user.name, role: user.role, sessionId: login.tokens.sessionId },
        resourceId: user.id,
      })
      return grantSession(request, reply, login)
    },
    getSetupProgress: () => setup.state(),
    saveSetupProgress: ({ body }) => setup.saveProgress(body),
  })
}
