import type { FaqEntryInput } from '@secretary/contracts/faq.contract'

/** An entry as it is stored. Whether it can answer also depends on the profile: see faq-index.ts. */
export interface FaqEntryRecord extends FaqEntryInput {
  readonly id: string
  readonly hitCount: number
  readonly lastHitAt: string | null
  readonly version: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly deletedAt: string | null
}

/** What an owner writes; the rest of a record is ours. */
export function fieldsOf(record: FaqEntryRecord): FaqEntryInput {
  const { question, answer, phrasings, keywords, patterns, exclusions, priority, isEnabled, scopeId, language } = record
  return { question, answer, phrasings, keywords, patterns, exclusions, priority, isEnabled, scopeId, language }
}
