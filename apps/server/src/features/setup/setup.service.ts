import type { User } from '@secretary/contracts/auth.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { SetupState } from '@secretary/contracts/setup.contract'
import type { Executor } from '#server/db/database.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { isTimeZone } from '#server/platform/is-time-zone.ts'
import { claimOneTimeToken, createOneTimeToken, hashOneTimeToken } from '#server/platform/one-time-token.ts'

export interface FirstAccount {
  readonly token: string
  readonly name: string
  readonly password: string
  readonly language: Language
  readonly businessName: string
  readonly timeZone?: string | undefined
}

export interface SetupService {
  state(): Promise<SetupState>
  /** Makes a new one-time token and forgets the ones before. @throws AppError `setup_already_done` */
  issueToken(): Promise<string>
  /** @throws AppError `setup_token_invalid`, `setup_already_done` */
  checkToken(token: string): Promise<void>
  /** Uses the token up and makes the first admin, both or neither. @throws AppError `setup_token_invalid`, `setup_already_done` */
  createFirstAccount(account: FirstAccount): Promise<User>
  saveProgress(progress: Pick<SetupState, 'currentStep' | 'skippedSteps'>): Promise<SetupState>
}

export function createSetupService(deps: {
  db: Executor
  users: UsersService
  settings: SettingsService
  /** @default false */
  isDemo?: boolean
  clock: Clock
}): SetupService {
  const { db, users, settings, clock } = deps

  async function state(): Promise<SetupState> {
    const hasAccount = await users.hasAny()
    const { currentStep, skippedSteps } = settings.get('setup.progress')
    return {
      hasAccount,
      isComplete: hasAccount && currentStep === 'done',
      isDemo: deps.isDemo ?? false,
      currentStep,
      skippedSteps,
    }
  }

  async function requireNoAccount(): Promise<void> {
    if (await users.hasAny()) throw new AppError('setup_already_done')
  }

  async function checkToken(token: string): Promise<void> {
    await requireNoAccount()
    const row = await db
      .selectFrom('setup_tokens')
      .select('id')
      .where('token_hash', '=', hashOneTimeToken(token))
      .where('used_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw new AppError('setup_token_invalid')
  }

  function claimToken(executor: Executor, token: string): Promise<void> {
    const claim = executor
      .updateTable('setup_tokens')
      .set({ used_at: timestamp(clock) })
      .where('token_hash', '=', hashOneTimeToken(token))
      .where('used_at', 'is', null)
    return claimOneTimeToken(claim, 'setup_token_invalid')
  }

  return {
    state,
    checkToken,
    async issueToken() {
      await requireNoAccount()
      const { token, tokenHash } = createOneTimeToken()
      await db.deleteFrom('setup_tokens').execute()
      await db
        .insertInto('setup_tokens')
        .values({ id: newId(), token_hash: tokenHash, created_at: timestamp(clock), used_at: null })
        .execute()
      return token
    },
    async createFirstAccount({ token, businessName, timeZone, ...account }) {
      await checkToken(token)
      const user = await users.create({ ...account, role: 'admin' }, (executor) => claimToken(executor, token))
      const profile = settings.get('business.profile')
      await settings.put('business.profile', {
        ...profile,
        name: businessName,
        language: account.language,
        timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : profile.timeZone,
      })
      await settings.put('setup.progress', { currentStep: 'business', skippedSteps: [] })
      return user
    },
    async saveProgress(progress) {
      await settings.put('setup.progress', progress)
      return state()
    },
  }
}
