import { readFile } from 'node:fs/promises'
import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { normalizeQuestion } from '../../apps/server/src/features/faq/matching/normalize-question.ts'
import { loadStarterPack, starterPackIds } from '../../apps/server/src/features/faq/starter-packs/starter-pack.ts'
import { type AskedQuestion, halfOf, type QuestionSet, questionEntry } from './question-sets.ts'

/** Asked of any business: another trade's wording of these may well have an answer here, so it is no test of silence. */
const everyTrade =
  /запис|брон|отмен|перенес|заказ|оплат|рассроч|скид|дет|ребён|документ|серти|гаранти|забрать|вернуть|book|cancel|resched|reserv|order|pay|instal|discount|child|kid|paper|document|gift|voucher|certific|warrant|refund|return|collect|how long|сколько (?:длится|врем)/i

/**
 * The trades of the starter packs as a question set: the FAQ holds the questions alone, the other wordings are what people ask,
 * and questions of other trades are what it can't answer. Which half a wording belongs to is decided by its hash.
 */
export async function starterPackQuestions(): Promise<QuestionSet[]> {
  return (await askEachPack()).map(({ pack, language, own, asked }) => ({
    name: `${pack.id} ${language}`,
    entries: own.map(({ question }, index) => questionEntry(String(index), question, language)),
    asked,
  }))
}

/**
 * The packs as an owner has them, with all their phrasings: the one that is asked is taken out while it is. Questions that no
 * trade can answer are asked of every pack.
 */
export async function starterPackPhrasings(): Promise<QuestionSet[]> {
  const folder = new URL('../../apps/server/src/features/faq/starter-packs/', import.meta.url)
  // The file lies there and is ours.
  const offTopic = JSON.parse(await readFile(new URL('off-topic.data.json', folder), 'utf8')) as Record<
    string,
    string[]
  >
  return (await askEachPack()).map(({ pack, language, own, asked }) => ({
    name: `${pack.id} ${language} with phrasings`,
    entries: own.map(
      ({ question, phrasings }, index): FaqIndexEntry => ({
        ...questionEntry(String(index), question, language),
        phrasings,
      }),
    ),
    asked: [
      ...asked,
      ...(offTopic[language] ?? []).map((text) => ({ text, entryId: null, half: halfOf(text), isOffTopic: true })),
    ],
    leavesOut: true,
  }))
}

async function askEachPack() {
  const packs = await Promise.all(starterPackIds.map(loadStarterPack))
  const seen = new Set<string>()
  /** What every trade is asked (address, hours) counts once, not ten times. */
  const isFirst = (text: string) => !seen.has(text) && Boolean(seen.add(text))
  return packs.flatMap((pack) =>
    (['ru', 'en'] as const).map((language) => {
      const own = pack.entries[language] ?? []
      const known = new Set(own.flatMap(({ question, phrasings }) => [question, ...phrasings]).map(normalizeQuestion))
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
      const asked: AskedQuestion[] = [...answerable, ...unanswerable]
      return { pack, language, own, asked }
    }),
  )
}
