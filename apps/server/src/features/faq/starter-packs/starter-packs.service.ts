import type { FaqEntryInput } from '@secretary/contracts/faq.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { FaqService } from '#server/features/faq/faq.service.ts'
import { fillTemplate } from '#server/features/faq/templates/fill-template.ts'
import { AppError } from '#server/platform/app-error.ts'
import { loadStarterPack, type StarterPack, type StarterPackId, starterPackIds } from './starter-pack.ts'

export interface StarterPackResult {
  readonly added: number
  /** Of the added ones, those that answer already. */
  readonly enabled: number
  /** Those that wait for something in the profile. */
  readonly waiting: number
  /** Questions and services that were there before. */
  readonly skipped: number
}

export interface StarterPackService {
  list(): Promise<Pick<StarterPack, 'id' | 'title' | 'description'>[]>
  /** @throws AppError `not_found` */
  preview(
    id: string,
    language: Language,
  ): Promise<{
    id: string
    services: { name: string }[]
    entries: { question: string; answer: string; enabled: boolean; missing: string[] }[]
  }>
  /** Adds what is not there yet; changes nothing that is. @throws AppError `not_found` */
  apply(id: string, options: { language: Language; withServices: boolean }): Promise<StarterPackResult>
}

export function createStarterPackService({
  faq,
  business,
}: {
  faq: FaqService
  business: BusinessService
}): StarterPackService {
  async function load(id: string): Promise<StarterPack> {
    const known = starterPackIds.find((candidate): candidate is StarterPackId => candidate === id)
    if (!known) throw new AppError('not_found')
    return loadStarterPack(known)
  }

  return {
    async list() {
      const packs = await Promise.all(starterPackIds.map(loadStarterPack))
      return packs.map(({ id, title, description }) => ({ id, title, description }))
    },
    async preview(id, language) {
      const pack = await load(id)
      const facts = business.facts(language)
      const entries = (pack.entries[language] ?? []).map(({ question, answer }) => {
        const { text, missing } = fillTemplate(answer, facts)
        return { question, answer: text, enabled: missing.length === 0, missing }
      })
      return { id, services: (pack.services[language] ?? []).map((name) => ({ name })), entries }
    },
    async apply(id, { language, withServices }) {
      const pack = await load(id)
      const counts = { added: 0, enabled: 0, waiting: 0, skipped: 0 }
      for (const name of withServices ? (pack.services[language] ?? []) : []) {
        const service = {
          name,
          priceMinor: null,
          currency: 'RUB',
          isPriceFrom: false,
          unit: null,
          durationMinutes: null,
        }
        if (!(await unlessTaken(business.createService(service), 'service_name_taken'))) counts.skipped++
      }
      for (const entry of pack.entries[language] ?? []) {
        const input: FaqEntryInput = { ...entry, patterns: [], priority: 0, isEnabled: true, scopeId: null, language }
        const created = await unlessTaken(faq.create(input), 'faq_question_taken')
        if (!created) counts.skipped++
        else {
          counts.added++
          if (created.missingBlanks.length === 0) counts.enabled++
          else counts.waiting++
        }
      }
      return counts
    },
  }
}

/** Null where it was there before. */
async function unlessTaken<T>(work: Promise<T>, code: 'service_name_taken' | 'faq_question_taken'): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.code === code) return null
    throw error
  }
}
