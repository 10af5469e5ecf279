import type { Language } from '@secretary/contracts/scalars'
import { defaultSystemPrompt } from '#server/conversation/context/default-system-prompt.ts'
import type { BusinessService } from './business.service.ts'
import { describeWorkingHours } from './calendar/describe-working-hours.ts'
import { describeDuration, describePrice } from './describe-price.ts'

/** The facts of the business as they are now, in the secretary's prompt. */
export function businessPrompt(business: BusinessService, language: Language): string {
  const facts = business.facts(language)
  return defaultSystemPrompt({
    ...facts,
    workingHours: describeWorkingHours(facts.workingHours, facts),
    services: facts.services.map((service) => ({
      name: service.name,
      price: describePrice(service, language),
      duration: describeDuration(service, language),
    })),
  })
}
