import { setTimeout } from 'node:timers/promises'
import { loadConfig } from '../../apps/server/src/config/load-config.ts'
import { type Container, createContainer } from '../../apps/server/src/container.ts'
import { exportLeads } from '../../apps/server/src/features/leads/leads-export.ts'
import type { Actor } from '../../apps/server/src/platform/actor.ts'
import { createLogger } from '../../apps/server/src/platform/logger.ts'
import { percentile } from '../bench-row.ts'
import { LEADS, LONG_CONVERSATION_MESSAGES } from './seed-million.ts'
import { type Held, type HeldFigures, watchCollections, watchLoop } from './watch-loop.ts'

const ROUNDS = 60
/** A query that is slow is known to be slow after fewer rounds. */
const LONGEST_MS = 4_000
const FEWEST_ROUNDS = 5
const PAUSE_MS = 5
/** Measured once, cold. */
export const ONCE = 'at first: '

export interface Figures {
  readonly p50: number
  readonly p99: number
  readonly held: HeldFigures
}

/** Everything the lists and the dashboard ask, in a process that is started as the server is; forked by the bench. */
if (process.send) {
  process.send([...(await measureAll())])
  process.disconnect()
}

async function measureAll(): Promise<ReadonlyMap<string, Figures>> {
  const config = loadConfig({ ...process.env, ORCHESTRATOR_PORT: '0' })
  const container = await createContainer({ config, logger: createLogger({ level: 'silent' }) })
  try {
    await container.faqIndex.load({ signal: AbortSignal.timeout(600_000) })
    const collections = watchCollections()
    const figures = new Map<string, Figures>()
    for (const [figure, query] of Object.entries(await queriesOf(container)))
      figures.set(figure, await measure(query, { isOnce: figure.startsWith(ONCE), collections }))
    return figures
  } finally {
    await container.close()
  }
}

async function measure(
  query: () => Promise<unknown>,
  { isOnce, collections }: { isOnce: boolean; collections: ReturnType<typeof watchCollections> },
): Promise<Figures> {
  if (!isOnce) await query()
  const taken: number[] = []
  const held: (Held & { work: number })[] = []
  const end = performance.now() + LONGEST_MS
  for (let round = 0; round < (isOnce ? 1 : ROUNDS) && (round < FEWEST_ROUNDS || performance.now() < end); round++) {
    const startedAt = performance.now()
    const longest = await longestHold(query)
    taken.push(performance.now() - startedAt)
    held.push({ ...longest, work: await collections.workOf(longest) })
    // What a query left behind is not the next one's: a person does not ask sixty times a second.
    await setTimeout(PAUSE_MS)
  }
  const nearlyLongest = (of: 'cpu' | 'clock' | 'work') =>
    percentile(
      held.map((one) => one[of]),
      0.99,
    )
  return {
    p50: percentile(taken, 0.5),
    p99: percentile(taken, 0.99),
    held: { cpu: nearlyLongest('cpu'), clock: nearlyLongest('clock'), work: nearlyLongest('work') },
  }
}

async function longestHold(query: () => Promise<unknown>): Promise<Held> {
  const watch = watchLoop()
  await query()
  return watch.end()
}

async function queriesOf({ db, ...rooms }: Container): Promise<Record<string, () => Promise<unknown>>> {
  const admin: Actor = { kind: 'user', userId: 'admin', name: 'admin', role: 'admin', sessionId: 'bench' }
  const busiest = await db
    .selectFrom('conversations')
    .select('owner_id')
    .where('owner_id', 'is not', null)
    .executeTakeFirstOrThrow()
  const person: Actor = { ...admin, userId: busiest.owner_id ?? '', role: 'user' }
  const long = await db
    .selectFrom('conversations')
    .select('id')
    .where('message_count', '=', LONG_CONVERSATION_MESSAGES)
    .executeTakeFirstOrThrow()
  const page = { limit: 50 }
  const earlier = (await rooms.conversations.detail(admin, long.id)).messages[0]?.id
  const exported = (format: 'csv' | 'xlsx') =>
    exportLeads(
      rooms.leads,
      { format, state: 'all', language: 'ru' },
      { actor: admin, timeZone: 'Europe/Moscow', signal: AbortSignal.timeout(60_000) },
    )
  const { conversations, leads, faq, unanswered, users, apiKeys, dashboard } = rooms
  return {
    'conversations, first page': () => conversations.list(admin, page),
    'conversations of one person': () => conversations.list(person, page),
    'conversations, found: a word many have': () => conversations.list(admin, { ...page, search: 'стоимость' }),
    'conversations, found: a number few have': () => conversations.list(admin, { ...page, search: '4711' }),
    'conversations, found: nothing': () => conversations.list(admin, { ...page, search: 'бегемот' }),
    'all of the list searched for nothing': () =>
      searchToTheEnd((cursor) => conversations.list(admin, { ...page, cursor, search: 'бегемот' })),
    'conversations of one person, found: nothing': () => conversations.list(person, { ...page, search: 'бегемот' }),
    [`a conversation of ${LONG_CONVERSATION_MESSAGES} messages`]: () => conversations.detail(admin, long.id),
    'what was said before in it': () => conversations.detail(admin, long.id, earlier),
    'leads, open': () => leads.list(admin, { ...page, state: 'open' }),
    'leads, all': () => leads.list(admin, { ...page, state: 'all' }),
    'leads, found: nothing': () => leads.list(admin, { ...page, state: 'all', search: 'бегемот' }),
    'leads of one person': () => leads.list(person, { ...page, state: 'all' }),
    'leads, counted': () => leads.counts(admin),
    'leads of one person, counted': () => leads.counts(person),
    [`all of ${LEADS} leads as CSV`]: () => exported('csv'),
    [`all of ${LEADS} leads as XLSX`]: () => exported('xlsx'),
    'questions, first page with total': () => faq.list({ ...page, state: 'all' }),
    'questions, found: nothing': () => faq.list({ ...page, state: 'all', search: 'бегемот' }),
    [`${ONCE}questions without an answer, compared in the background`]: () => rooms.unansweredPreparation.begin(),
    'questions without an answer, a month': () => unanswered.list(30),
    [`${ONCE}the same after an entry was edited`]: async () => {
      const [entry] = (await faq.list({ limit: 1, state: 'enabled' })).items
      if (entry) rooms.faqIndex.put({ ...entry, deletedAt: null })
      return unanswered.list(30)
    },
    [`${ONCE}dashboard, a month`]: () => dashboard.read(admin, 30),
    'dashboard, a month': () => dashboard.read(admin, 30),
    'dashboard of one person, a month': () => dashboard.read(person, 30),
    people: () => users.listPeople(),
    'API keys': () => apiKeys.list(admin, { ...page, withRevoked: true }),
  }
}

async function searchToTheEnd(
  pageOf: (cursor: string | undefined) => Promise<{ nextCursor: string | null }>,
): Promise<void> {
  let cursor: string | undefined
  do cursor = (await pageOf(cursor)).nextCursor ?? undefined
  while (cursor !== undefined)
}
