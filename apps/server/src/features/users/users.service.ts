import type { User } from '@secretary/contracts/auth.contract'
import type { Role } from '@secretary/contracts/permissions'
import type { Language } from '@secretary/contracts/scalars'
import type { Person } from '@secretary/contracts/users.contract'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { UnitOfWork } from '#server/db/unit-of-work.ts'
import type { SessionsService } from '#server/features/sessions/sessions.service.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { hashPassword, verifyPassword, verifyUnknownUser } from './password-hash.ts'
import { createUsersRepository, type StoredUser } from './users.repository.ts'

export interface NewUser {
  readonly name: string
  readonly password: string
  readonly role: Role
  readonly language: Language
}

export interface PersonChange {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly isEnabled?: boolean | undefined
}

export interface UsersService {
  hasAny(): Promise<boolean>
  find(id: string): Promise<User | null>
  findByName(name: string): Promise<User | null>
  list(): Promise<User[]>
  /** Everybody, the disabled too. */
  listPeople(): Promise<Person[]>
  /** `alongside` happens with it in one transaction, first. @throws AppError `user_name_taken`, and what `alongside` throws */
  create(user: NewUser, alongside?: (executor: Executor) => Promise<void>): Promise<User>
  /** The user of that name and password, or null; takes as long either way. */
  authenticate(name: string, password: string): Promise<User | null>
  update(
    id: string,
    change: { displayName?: string | undefined; language?: Language | undefined; lastLoginAt?: string },
  ): Promise<User>
  /** Ends the other sessions of the user. @throws AppError `not_found` */
  setPassword(id: string, password: string, options?: { keepSessionId: string }): Promise<void>
  /** Reaches open panels at once; who is disabled is logged out everywhere. @throws AppError `not_found`, `last_admin` */
  change(id: string, change: PersonChange): Promise<Person>
  /** Ends every session of the user. @throws AppError `not_found` */
  signOut(id: string): Promise<void>
}

interface UsersDeps {
  db: Executor
  unitOfWork: UnitOfWork
  dialect: Pick<Dialect, 'isUniqueViolation'>
  sessions: SessionsService
  configChanges: ConfigChanges
  clock: Clock
}

export function createUsersService(deps: UsersDeps): UsersService {
  const repository = createUsersRepository(deps.db)
  const now = () => timestamp(deps.clock)

  async function get(id: string): Promise<StoredUser> {
    const user = await repository.findById(id)
    if (!user) throw new AppError('not_found')
    return user
  }

  return {
    hasAny: async () => (await repository.count()) > 0,
    async find(id) {
      const user = await repository.findById(id)
      return user?.isEnabled ? toPublic(user) : null
    },
    async findByName(name) {
      const user = await repository.findByName(name)
      return user && toPublic(user)
    },
    list: async () => (await repository.list()).map(toPublic),
    async listPeople() {
      const counts = await deps.sessions.countLive()
      return (await repository.list()).map((user) => toPerson(user, counts))
    },
    async create({ name, password, role, language }, alongside) {
      const passwordHash = await hashPassword(password)
      const user: StoredUser = {
        id: newId(),
        name,
        displayName: name,
        passwordHash,
        role,
        language,
        isEnabled: true,
        createdAt: now(),
        lastLoginAt: null,
      }
      try {
        await deps.unitOfWork.run(async (executor) => {
          await alongside?.(executor)
          await createUsersRepository(executor).insert(user)
        })
      } catch (error) {
        throw deps.dialect.isUniqueViolation(error) ? new AppError('user_name_taken', { cause: error }) : error
      }
      await deps.configChanges.bump('users')
      return toPublic(user)
    },
    async authenticate(name, password) {
      const user = await repository.findByName(name)
      if (!user) return (await verifyUnknownUser(password)) || null
      const isRight = await verifyPassword(password, user.passwordHash)
      return isRight && user.isEnabled ? toPublic(user) : null
    },
    async update(id, change) {
      await repository.update(id, { now: now(), ...change })
      return toPublic(await get(id))
    },
    async setPassword(id, password, options) {
      await get(id)
      await repository.update(id, { now: now(), passwordHash: await hashPassword(password) })
      await deps.sessions.revokeAll(id, options && { exceptId: options.keepSessionId })
    },
    async change(id, change) {
      const user = await deps.unitOfWork.run(async (executor) => {
        const rows = createUsersRepository(executor)
        await rows.lockAdmins()
        const present = await rows.findById(id)
        if (!present) throw new AppError('not_found')
        if (stopsBeingAdmin(present, change) && (await rows.countEnabledAdmins()) <= 1) throw new AppError('last_admin')
        await rows.update(id, { now: now(), ...change })
        return (await rows.findById(id)) ?? present
      })
      if (!user.isEnabled) await deps.sessions.revokeAll(id)
      // Behind the commit: whoever hears of it looks the person up at once.
      await deps.configChanges.bump('users')
      return toPerson(user, await deps.sessions.countLive())
    },
    async signOut(id) {
      await get(id)
      await deps.sessions.revokeAll(id)
    },
  }
}

function stopsBeingAdmin(user: StoredUser, { role = user.role, isEnabled = user.isEnabled }: PersonChange): boolean {
  return user.role === 'admin' && user.isEnabled && (role !== 'admin' || !isEnabled)
}

function toPerson(user: StoredUser, sessionCounts: ReadonlyMap<string, number>): Person {
  return { ...toPublic(user), isEnabled: user.isEnabled, sessionCount: sessionCounts.get(user.id) ?? 0 }
}

function toPublic({ passwordHash: _, isEnabled: __, ...user }: StoredUser): User {
  return user
}
