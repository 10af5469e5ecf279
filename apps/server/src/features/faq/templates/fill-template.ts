import type { Service } from '@secretary/contracts/business.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { BusinessFacts } from '#server/features/business/business.service.ts'
import { describeWorkingHours } from '#server/features/business/calendar/describe-working-hours.ts'
import { describeDuration, describePrice } from '#server/features/business/describe-price.ts'
import { fold } from '#server/platform/fold.ts'
import { type Blank, replaceBlanks } from './template-blanks.ts'

export interface FilledTemplate {
  readonly text: string
  /** Blanks without a value, as written. An answer that has any can not be given. */
  readonly missing: string[]
}

/** Puts the facts of the business, as they are now, into an answer. A blank without a value stays as it is and is reported. */
export function fillTemplate(text: string, facts: BusinessFacts): FilledTemplate {
  const missing = new Set<string>()
  const filled = replaceBlanks(text, (blank) => {
    const value = fillBlank(blank, facts)
    if (value === null) missing.add(blank.source)
    return value ?? blank.source
  })
  return { text: filled, missing: [...missing] }
}

function fillBlank({ name, argument }: Blank, facts: BusinessFacts): string | null {
  const { now, timeZone, language } = facts
  switch (name) {
    case 'current_time':
      return format(now, language, { timeZone, hour: '2-digit', minute: '2-digit' })
    case 'current_date':
      return format(now, language, { timeZone, day: 'numeric', month: 'long', year: 'numeric' })
    case 'day_of_week':
      return format(now, language, { timeZone, weekday: 'long' })
    case 'phone':
      return facts.phone
    case 'address':
      return facts.address
    case 'business_name':
      return facts.businessName
    case 'working_hours':
      return describeWorkingHours(facts.workingHours, { timeZone, language, now })
    case 'price':
      return describe(facts.services, argument, (service) => describePrice(service, language))
    case 'duration':
      return describe(facts.services, argument, (service) => describeDuration(service, language))
  }
}

function describe(
  services: readonly Service[],
  name: string | null,
  words: (service: Service) => string | null,
): string | null {
  const wanted = fold(name ?? '')
  const service = services.find((candidate) => fold(candidate.name) === wanted)
  return service ? words(service) : null
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', options)
  formats.set(key, known)
  return known.format(at)
}
