import { createApiKeysService } from '#server/features/api-keys/api-keys.service.ts'
import { createAuthService } from '#server/features/auth/auth.service.ts'
import { createLoginThrottle } from '#server/features/auth/login-throttle.ts'
import { createTickets } from '#server/features/auth/tickets.ts'
import { createBusinessService } from '#server/features/business/business.service.ts'
import { createServiceImportService } from '#server/features/business/service-import.service.ts'
import { createInvitesService } from '#server/features/invites/invites.service.ts'
import { createAccessTokens } from '#server/features/sessions/access-token.ts'
import { createSessionsService } from '#server/features/sessions/sessions.service.ts'
import { createSetupService } from '#server/features/setup/setup.service.ts'
import { createUsersService } from '#server/features/users/users.service.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Foundation } from './open-foundation.ts'

export type PeopleWing = Awaited<ReturnType<typeof createPeopleWing>>

/** Who may come in, and whose business it is. */
export async function createPeopleWing(foundation: Foundation) {
  const { config, clock, masterKey, settings, liveEvents, openStreams, logger } = foundation
  const sessions = createSessionsService(foundation)
  const users = createUsersService({ ...foundation, sessions })
  const auth = createAuthService({
    users,
    sessions,
    accessTokens: createAccessTokens({ masterKey, jwtSecret: config.jwtSecret }),
    throttle: createLoginThrottle(foundation),
    clock,
  })
  const setup = createSetupService({ ...foundation, users, settings, isDemo: config.isDemo })
  const business = createBusinessService(foundation)
  await business.load()
  const apiKeys = createApiKeysService({ ...foundation, users, onExpired: recheckStreams })
  await apiKeys.load()

  function recheckActor(actor: Actor) {
    if (actor.kind === 'user') return auth.recheck(actor)
    return actor.kind === 'key' ? apiKeys.recheck(actor) : actor
  }
  function recheckStreams(): void {
    openStreams
      .recheck(recheckActor)
      .catch((error: unknown) => logger.error({ err: error }, 'open streams could not be rechecked'))
  }
  // A role, key or session that changed, here or in another process, reaches streams that are open.
  liveEvents.listen(({ message }) => {
    if (message.type !== 'config-changed' || (message.topic !== 'users' && message.topic !== 'api-keys')) return
    // A key ends with what its owner may do.
    const isLoaded = message.topic === 'users' ? apiKeys.load() : Promise.resolve()
    isLoaded.then(recheckStreams, (error: unknown) => logger.error({ err: error }, 'API keys could not be loaded'))
  })

  return {
    sessions,
    users,
    auth,
    tickets: createTickets(clock),
    setup,
    business,
    businessLanguage: () => business.profile().language,
    invites: createInvitesService({ ...foundation, users, businessName: () => business.profile().name }),
    serviceImports: createServiceImportService({ ...foundation, business }),
    apiKeys,
  }
}
