import type {
  BusinessProfile,
  Service,
  ServiceInput,
  ServicePatch,
  WorkingHours,
} from '@secretary/contracts/business.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { isTimeZone } from '#server/platform/is-time-zone.ts'
import { describeWorkingHours } from './calendar/describe-working-hours.ts'
import { localDate } from './calendar/local-date.ts'
import { openState } from './calendar/open-state.ts'
import { createServicesRepository } from './services.repository.ts'

/** Everything about the business that an answer may be filled from, as it is now. */
export interface BusinessFacts {
  readonly now: Date
  readonly timeZone: string
  readonly language: Language
  readonly businessName: string | null
  readonly description: string | null
  readonly phone: string | null
  readonly address: string | null
  readonly workingHours: WorkingHours
  readonly services: readonly Service[]
}

export interface WorkingHoursNow {
  readonly hours: WorkingHours
  readonly description: { readonly ru: string | null; readonly en: string | null }
  readonly isOpenNow: boolean
}

type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined }

export interface BusinessService {
  /** Reads the services into memory; what is in memory is what answers use. */
  load(): Promise<void>
  profile(): BusinessProfile
  /** @throws AppError `time_zone_unknown` */
  updateProfile(change: Changes<BusinessProfile>): Promise<BusinessProfile>
  hours(): WorkingHoursNow
  saveHours(hours: WorkingHours): Promise<WorkingHoursNow>
  /** Today is the day in the time zone of the business. */
  closeToday(isClosed: boolean, note?: string): Promise<WorkingHoursNow>
  services(): readonly Service[]
  /** @throws AppError `service_name_taken` */
  createService(input: ServiceInput): Promise<Service>
  /** @throws AppError `not_found`, `service_name_taken` */
  updateService(id: string, patch: ServicePatch): Promise<Service>
  /** @throws AppError `not_found` */
  deleteService(id: string): Promise<void>
  facts(language: Language): BusinessFacts
  /** Called after every change, whoever made it. */
  onChange(listener: () => void): void
}

interface BusinessDeps {
  db: Executor
  dialect: Pick<Dialect, 'isUniqueViolation'>
  settings: SettingsService
  configChanges: ConfigChanges
  clock: Clock
}

export function createBusinessService({ db, dialect, settings, configChanges, clock }: BusinessDeps): BusinessService {
  const repository = createServicesRepository(db)
  const listeners: (() => void)[] = []
  let services: readonly Service[] = []

  const profile = () => settings.get('business.profile')
  const changed = () => {
    for (const listener of listeners) listener()
  }

  async function load(): Promise<void> {
    services = await repository.list()
    changed()
  }

  function hours(): WorkingHoursNow {
    const value = settings.get('business.hours')
    const { timeZone } = profile()
    const now = clock.now()
    const describe = (language: Language) => describeWorkingHours(value, { timeZone, language, now })
    return {
      hours: value,
      description: { ru: describe('ru'), en: describe('en') },
      isOpenNow: openState(value, timeZone, now).isOpen,
    }
  }

  async function saveHours(value: WorkingHours): Promise<WorkingHoursNow> {
    await settings.put('business.hours', value)
    changed()
    return hours()
  }

  async function store(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      throw dialect.isUniqueViolation(error) ? new AppError('service_name_taken', { cause: error }) : error
    }
    await configChanges.bump('business')
    await load()
  }

  configChanges.onRemoteChange('business', load)

  return {
    load,
    profile,
    hours,
    saveHours,
    services: () => services,
    onChange: (listener) => void listeners.push(listener),
    async updateProfile(change) {
      if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) throw new AppError('time_zone_unknown')
      const saved = await settings.put('business.profile', { ...profile(), ...definedOf(change) })
      changed()
      return saved
    },
    async closeToday(isClosed, note) {
      const { weekly, exceptions } = settings.get('business.hours')
      const today = localDate(clock.now(), profile().timeZone)
      const others = exceptions.filter(({ date }) => date !== today)
      const closed = { date: today, intervals: [], ...(note !== undefined && { note }) }
      return saveHours({ weekly, exceptions: isClosed ? [...others, closed] : others })
    },
    async createService(input) {
      const last = services.at(-1)?.position ?? -1
      const service: Service = { ...input, id: newId(), position: last + 1, updatedAt: timestamp(clock) }
      await store(() => repository.insert(service))
      return service
    },
    async updateService(id, patch) {
      const present = await repository.find(id)
      if (!present) throw new AppError('not_found')
      const service: Service = { ...present, ...definedOf(patch), updatedAt: timestamp(clock) }
      await store(() => repository.update(service))
      return service
    },
    async deleteService(id) {
      if (!(await repository.delete(id))) throw new AppError('not_found')
      await configChanges.bump('business')
      await load()
    },
    facts(language) {
      const { name, description, phone, address, timeZone } = profile()
      const known = (text: string) => (text.trim() === '' ? null : text)
      return {
        now: clock.now(),
        timeZone,
        language,
        businessName: known(name),
        description: known(description),
        phone: known(phone),
        address: known(address),
        workingHours: settings.get('business.hours'),
        services,
      }
    },
  }
}

/** Absent and undefined both mean "leave it". */
function definedOf<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  } // The filter did it.
}
