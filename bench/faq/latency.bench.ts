import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { createFaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import { sweepHeap } from '../../apps/server/src/platform/sweep-heap.ts'
import { type BenchRow, percentile } from '../bench-row.ts'
import { watchLoop } from '../data/watch-loop.ts'
import { loadMiniSearch } from './load-minisearch.ts'

const ROUNDS = 5

const verbs = [
  'оформить',
  'отменить',
  'вернуть',
  'получить',
  'заказать',
  'изменить',
  'проверить',
  'оплатить',
  'найти',
  'продлить',
  'подключить',
  'настроить',
  'удалить',
  'восстановить',
  'передать',
  'скачать',
  'загрузить',
  'сравнить',
  'выбрать',
  'узнать',
]
const nouns = [
  'доставку',
  'заказ',
  'карту',
  'договор',
  'подписку',
  'пароль',
  'счёт',
  'чек',
  'товар',
  'скидку',
  'бонусы',
  'адрес',
  'телефон',
  'номер',
  'посылку',
  'страховку',
  'билет',
  'справку',
  'запись',
  'курс',
  'абонемент',
  'кабинет',
  'аккаунт',
  'документы',
  'гарантию',
]
const places = [
  'в приложении',
  'на сайте',
  'в офисе',
  'по телефону',
  'за границей',
  'для ребёнка',
  'для компании',
  'без паспорта',
  'через банк',
  'в выходные',
]

/** Questions close to one another, the way a real list is: verb, object, circumstance, and a number where they run out. */
function generate(count: number): FaqIndexEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const words = [
      verbs[index % 20],
      nouns[Math.floor(index / 20) % 25],
      places[Math.floor(index / 500) % 10],
      index >= 5_000 ? `вариант ${Math.floor(index / 5_000)}` : '',
    ]
    return {
      id: String(index),
      question: `Как ${words.join(' ').trim()}?`,
      phrasings: [],
      keywords: [],
      patterns: [],
      exclusions: [],
      priority: 0,
      scopeId: null,
      language: null,
    }
  })
}

/** A wording of its own for each question: another order, a filler, sometimes a typo. */
function ask(index: number, count: number): string {
  const { question } = generate(((index * 7919) % count) + 1).at(-1) ?? { question: '' }
  const words = question.replace('?', '').split(' ').slice(1)
  const text = index % 3 === 0 ? words.toReversed().join(' ') : words.join(' ')
  return `подскажите ${index % 2 === 0 ? text : text.replace('ить', 'ть')}`
}

export default async function run(): Promise<BenchRow[]> {
  const MiniSearch = await loadMiniSearch()
  const rows: BenchRow[] = []
  for (const count of [286, 10_000, 50_000]) {
    const entries = generate(count)
    const matcher = createFaqMatcher()
    // Making them left garbage, whose collection is none of the matcher's work.
    sweepHeap()
    const watch = watchLoop()
    const startedAt = performance.now()
    await matcher.replaceAll(entries, { signal: new AbortController().signal })
    const buildMs = performance.now() - startedAt
    const held = watch.end()
    const questions = Array.from({ length: 400 }, (_, index) => ask(index, Math.min(count, 5_000)))
    const ours = time(questions, (text) => void matcher.match(text))
    let rival: number[] | null = null
    if (MiniSearch) {
      const index = new MiniSearch({ fields: ['question'], searchOptions: { fuzzy: 0.2, prefix: true } })
      index.addAll(entries.map(({ id, question }) => ({ id, question })))
      rival = time(questions.slice(0, 100), (text) => void index.search(text))
    }
    const [own, other] = [percentile(ours, 0.99), rival && percentile(rival, 0.99)]
    rows.push({
      figure: `${count} entries: p99`,
      value: `${own.toFixed(3)} ms (p50 ${percentile(ours, 0.5).toFixed(3)})`,
      ...(other !== null && {
        rival: `MiniSearch ${other.toFixed(2)} ms`,
        ratio: `${(other / own).toFixed(0)}× faster`,
      }),
      ...(count === 10_000 && { goal: '≤ 1 ms', isMet: own <= 1 }),
    })
    rows.push({
      figure: `${count} entries: built in`,
      value: `${buildMs.toFixed(0)} ms`,
      rival: `held ${held.cpu.toFixed(1)} ms, by the clock ${held.clock.toFixed(1)}`,
      goal: 'held ≤ 10 ms',
      isMet: held.cpu <= 10,
    })
  }
  return rows
}

/** The best of a few rounds for each question: what the machine does for others meanwhile is no part of it. */
function time(questions: readonly string[], work: (text: string) => void): number[] {
  for (const question of questions.slice(0, 50)) work(question)
  const best = questions.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, question] of questions.entries()) {
      const startedAt = performance.now()
      work(question)
      best[at] = Math.min(best[at] ?? 0, performance.now() - startedAt)
    }
  return best
}
