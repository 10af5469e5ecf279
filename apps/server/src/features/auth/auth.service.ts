import type { User } from '@secretary/contracts/auth.contract'
import type { AccessTokens } from '#server/features/sessions/access-token.ts'
import type { SessionsService, SessionTokens } from '#server/features/sessions/sessions.service.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import type { Actor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { LoginThrottle } from './login-throttle.ts'

export interface Client {
  readonly address: string
  readonly userAgent: string
}

export interface Login {
  readonly user: User
  readonly tokens: SessionTokens
  readonly accessToken: string
}

export interface AuthService {
  /** @throws AppError `login_failed`, `login_delayed` */
  login(name: string, password: string, client: Client): Promise<Login>
  /** Opens a session without a password, for the account that was just created. */
  openSession(user: User, client: Client): Promise<Login>
  /** @throws AppError `session_ended` */
  refresh(refreshToken: string): Promise<Login>
  /** Who an access token stands for: its session must be live and its user enabled. Null otherwise. */
  authenticate(accessToken: string): Promise<Extract<Actor, { kind: 'user' }> | null>
  /** Looks the actor up again: null when his session ended or he was disabled; his present role otherwise. */
  recheck(actor: Extract<Actor, { kind: 'user' }>): Promise<Extract<Actor, { kind: 'user' }> | null>
  /** @throws AppError `password_wrong`, `login_delayed` */
  changePassword(
    actor: Extract<Actor, { kind: 'user' }>,
    change: { oldPassword: string; newPassword: string; address: string },
  ): Promise<void>
}

interface AuthDeps {
  users: UsersService
  sessions: SessionsService
  accessTokens: AccessTokens
  throttle: LoginThrottle
  clock: Clock
}

export function createAuthService({ users, sessions, accessTokens, throttle, clock }: AuthDeps): AuthService {
  async function find(sessionId: string, userId: string): Promise<Extract<Actor, { kind: 'user' }> | null> {
    const session = await sessions.find(sessionId, userId)
    const user = session && (await users.find(userId))
    return user ? { kind: 'user', userId, name: user.name, role: user.role, sessionId } : null
  }

  function grant(user: User, tokens: SessionTokens): Login {
    return { user, tokens, accessToken: accessTokens.sign({ userId: user.id, sessionId: tokens.sessionId }) }
  }

  async function openSession(user: User, client: Client): Promise<Login> {
    const seen = await users.update(user.id, { lastLoginAt: timestamp(clock) })
    return grant(seen, await sessions.open(user.id, client))
  }

  return {
    openSession,
    async login(name, password, client) {
      await throttle.check(name, client.address)
      const user = await users.authenticate(name, password)
      if (!user) {
        await throttle.fail(name, client.address)
        throw new AppError('login_failed')
      }
      await throttle.succeed(name, client.address)
      return openSession(user, client)
    },
    async refresh(refreshToken) {
      const tokens = await sessions.refresh(refreshToken)
      const user = await users.find(tokens.userId)
      if (!user) throw new AppError('session_ended')
      return grant(user, tokens)
    },
    async authenticate(accessToken) {
      const claims = accessTokens.verify(accessToken)
      return claims && find(claims.sessionId, claims.userId)
    },
    recheck: (actor) => find(actor.sessionId, actor.userId),
    async changePassword(actor, { oldPassword, newPassword, address }) {
      await throttle.check(actor.name, address)
      if (!(await users.authenticate(actor.name, oldPassword))) {
        await throttle.fail(actor.name, address)
        throw new AppError('password_wrong')
      }
      await throttle.succeed(actor.name, address)
      await users.setPassword(actor.userId, newPassword, { keepSessionId: actor.sessionId })
    },
  }
}
