import { createHash } from 'node:crypto'
import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { normalizeQuestion } from '../../apps/server/src/features/faq/matching/normalize-question.ts'
import { loadStarterPack, starterPackIds } from '../../apps/server/src/features/faq/starter-packs/starter-pack.ts'

export interface Asked {
  readonly text: string
  /** Null: this FAQ has no answer to it. */
  readonly entryId: string | null
  readonly half: 'development' | 'kept-aside'
}

export interface QuestionSet {
  readonly name: string
  readonly entries: readonly FaqIndexEntry[]
  readonly asked: readonly Asked[]
}

/** Asked of any business: another trade's wording of these may well have an answer here, so it is no test of silence. */
const everyTrade =
  /запис|брон|отмен|перенес|заказ|оплат|рассроч|скид|дет|ребён|документ|серти|гаранти|забрать|вернуть|book|cancel|resched|reserv|order|pay|instal|discount|child|kid|paper|document|gift|voucher|certific|warrant|refund|return|collect|how long|сколько (?:длится|врем)/i

/**
 * The trades of the starter packs as a question set: the FAQ holds the questions alone, the other wordings are what people ask,
 * and questions of other trades are what it can't answer. Which half a wording belongs to is decided by its hash.
 */
export async function starterPackQuestions(): Promise<QuestionSet[]> {
  const packs = await Promise.all(starterPackIds.map(loadStarterPack))
  const seen = new Set<string>()
  /** What every trade is asked (address, hours) counts once, not ten times. */
  const isFirst = (text: string) => !seen.has(text) && Boolean(seen.add(text))
  return packs.flatMap((pack) =>
    (['ru', 'en'] as const).map((language) => {
      const own = pack.entries[language] ?? []
      const known = new Set(own.flatMap(({ question, phrasings }) => [question, ...phrasings]).map(normalizeQuestion))
      const entries = own.map(
        ({ question }, index): FaqIndexEntry => ({
          id: String(index),
          question,
          phrasings: [],
          keywords: [],
          patterns: [],
          exclusions: [],
          priority: 0,
          scopeId: null,
          language,
        }),
      )
      const answerable = own.flatMap(({ phrasings }, index) =>
        phrasings.filter(isFirst).map((text) => ({ text, entryId: String(index), half: halfOf(text) })),
      )
      const foreign = packs.filter((other) => other !== pack).flatMap((other) => other.entries[language] ?? [])
      const unanswerable = foreign
        .filter(
          ({ question }) =>
            !everyTrade.test(question) && !known.has(normalizeQuestion(question)) && isFirst(`not ${question}`),
        )
        .map(({ question }) => ({ text: question, entryId: null, half: halfOf(question) }))
      return { name: `${pack.id} ${language}`, entries, asked: [...answerable, ...unanswerable] }
    }),
  )
}

function halfOf(text: string): Asked['half'] {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'kept-aside'
}
