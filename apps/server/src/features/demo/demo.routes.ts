import { demoContract } from '@secretary/contracts/demo.contract'
import type { Config } from '#server/config/load-config.ts'
import type { AuthService } from '#server/features/auth/auth.service.ts'
import { clientOf, grantSession } from '#server/features/auth/grant-session.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import { requireOwnOrigin } from '#server/http/cross-origin.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { AppError } from '#server/platform/app-error.ts'

/** Who is behind the buttons of the log-in page. */
export const demoUsers = { owner: 'Демо', guest: 'Гость' } as const

interface DemoRoutesDeps {
  config: Pick<Config, 'isDemo' | 'publicUrl'>
  auth: AuthService
  users: UsersService
}

export function registerDemoRoutes(mount: Mount, { config, auth, users }: DemoRoutesDeps): void {
  mount(demoContract, {
    async logInToDemo({ body, request, reply, audit }) {
      if (!config.isDemo) throw new AppError('not_found')
      requireOwnOrigin(request, config.publicUrl)
      const user = await users.findByName(demoUsers[body.as])
      if (!user) throw new AppError('not_found')
      const login = await auth.openSession(user, clientOf(request))
      audit({
        actor: { kind: 'user', userId: user.id, name: user.name, role: user.role, sessionId: login.tokens.sessionId },
      })
      return grantSession(request, reply, login)
    },
  })
}
