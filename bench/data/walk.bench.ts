import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findPostgresBinaries, startPostgresCluster } from '../../apps/server/test/support/postgres-cluster.ts'
import { type BenchRow, percentile } from '../bench-row.ts'
import { type AskedServer, startWatchedServer } from './ask-server.ts'
import { fillPostgres } from './fill-postgres.ts'
import { millionFolder } from './seed-million.ts'
import { type HeldFigures, spellHeld } from './watch-loop.ts'

/** Looks at each list: of one person, so many that the slowest of a hundred is among them, and of five who look at it together. */
const [LOOKS_ALONE, LOOKS_OF_FIVE] = [100, 12]
const TOGETHER = ', five at once'
/** Between two clicks of one person. */
const PAUSE_MS = 20
const IMPORTED_ENTRIES = 10_000
const GOAL_MS = 50
const GOAL_HELD_MS = 10
const FLOOR_MS = 2_000

interface Walked {
  readonly waits: readonly number[]
  readonly held: HeldFigures
}
type Walk = Map<string, Walked>

/** Every list, sum, file and search over HTTP, asked by one person and by five at once; then each long job beside one who chats. */
export default async function run(): Promise<BenchRow[]> {
  const folder = await millionFolder()
  const sqlite = await onCopy(folder)
  const postgres = await onPostgres(folder)
  return [...sqlite].flatMap(([figure, walked]) => rowOf(figure, walked, postgres?.get(figure)))
}

/** A goal holds on both databases, where both are there. */
function rowOf(figure: string, own: Walked, other: Walked | undefined): BenchRow {
  const isList = figure.startsWith('GET ') && !/export|file/.test(figure) && !figure.endsWith(TOGETHER)
  const p99 = (one: Walked) => percentile([...one.waits], 0.99)
  const spell = (one: Walked) => `p99 ${p99(one).toFixed(1)} ms, p50 ${percentile([...one.waits], 0.5).toFixed(1)}`
  const isMet = (one: Walked) => one.held.cpu <= GOAL_HELD_MS && (!isList || p99(one) <= GOAL_MS)
  return {
    figure,
    value: spell(own),
    rival: other ? `PostgreSQL ${spell(other)}` : '',
    ratio: `held ${spellHeld(own.held)} / ${spellHeld(other?.held)} ms`,
    goal: isList ? `≤ ${GOAL_MS} ms, held ≤ ${GOAL_HELD_MS}` : `held ≤ ${GOAL_HELD_MS}`,
    isMet: isMet(own) && (!other || isMet(other)),
  }
}

/** The walk writes; the folder stays as it was seeded. */
async function onCopy(folder: string): Promise<Walk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-walk-'))
  try {
    cpSync(folder, dataDir, { recursive: true })
    return await walk({ DATA_DIR: dataDir })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function onPostgres(folder: string): Promise<Walk | null> {
  const binaries = findPostgresBinaries()
  if (!binaries) return null
  const cluster = await startPostgresCluster(binaries)
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-walk-'))
  try {
    await fillPostgres(folder, { url: cluster.url, binaries, dataDir })
    return await walk({ DATA_DIR: dataDir, DATABASE_URL: cluster.url })
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function walk(environment: Record<string, string>): Promise<Walk> {
  const server = await startWatchedServer(environment)
  try {
    const walked: Walk = new Map()
    for (const path of pathsOf(server)) {
      await server.call('GET', path)
      walked.set(`GET ${nameOf(path)}`, await ask(server, path, { people: 1, looks: LOOKS_ALONE }))
      walked.set(`GET ${nameOf(path)}${TOGETHER}`, await ask(server, path, { people: 5, looks: LOOKS_OF_FIVE }))
    }
    const chat = await startChat(server)
    walked.set('one who chats, alone', await chat.beside(() => setTimeout(FLOOR_MS)))
    for (const [job, work] of Object.entries(jobsOf(server))) walked.set(`beside: ${job}`, await chat.beside(work))
    return walked
  } finally {
    await server.close()
  }
}

function pathsOf({ longConversationId }: AskedServer): string[] {
  const chats = '/admin/chat/sessions'
  return [
    `${chats}?limit=50`,
    `${chats}?limit=200`,
    `${chats}?limit=50&search=${encodeURIComponent('стоимость')}`,
    `${chats}?limit=50&search=${encodeURIComponent('бегемот')}`,
    `${chats}/${longConversationId}`,
    `${chats}/${longConversationId}/branches`,
    `${chats}/${longConversationId}/export?format=json`,
    `${chats}/${longConversationId}/export?format=md`,
    '/admin/leads?state=open',
    '/admin/leads?state=all&limit=200',
    `/admin/leads?state=all&search=${encodeURIComponent('бегемот')}`,
    '/admin/leads/counts',
    '/admin/leads/export?format=csv&state=all',
    '/admin/leads/export?format=xlsx&state=all',
    '/admin/faq/entries?limit=50',
    `/admin/faq/entries?limit=50&search=${encodeURIComponent('бегемот')}`,
    '/admin/faq/unanswered?days=30',
    '/admin/faq/imports',
    '/admin/faq/export?format=csv',
    '/admin/faq/export?format=xlsx',
    '/admin/faq/export?format=json',
    '/admin/dashboard?days=30',
    '/admin/dashboard?days=90',
    '/admin/users',
    '/admin/api-keys?limit=50',
    '/admin/backup',
    '/admin/system/about',
    '/admin/system/doctor',
    '/admin/business/services',
  ]
}

const nameOf = (path: string) =>
  decodeURIComponent(path)
    .replace(/\/[0-9a-f-]{36}/, '/5000 messages')
    .replace('/admin', '')

async function ask(
  server: AskedServer,
  path: string,
  { people, looks }: { people: number; looks: number },
): Promise<Walked> {
  const waits: number[] = []
  const isFile = path.includes('export')
  const look = async (as: string) => {
    for (let round = 0; round < (isFile ? 1 : looks); round++) {
      const startedAt = performance.now()
      await server.call('GET', path, { as })
      waits.push(performance.now() - startedAt)
      await setTimeout(PAUSE_MS)
    }
  }
  const held = await server.heldDuring(() => Promise.all(Array.from({ length: people }, () => look(server.admin))))
  return { waits, held }
}

/** Somebody who asks what the FAQ answers, again and again: each of his turns is stored before it is told. */
async function startChat(server: AskedServer) {
  const { id } = (await (await server.call('POST', '/admin/chat/sessions', { body: {} })).json()) as { id: string }
  const entry = (await (await server.call('GET', `/admin/faq/entries/${server.entryId}`)).json()) as {
    question: string
  }
  const turn = async () => {
    const startedAt = performance.now()
    await server.call('POST', `/admin/chat/sessions/${id}/stream`, { body: { content: entry.question } })
    return performance.now() - startedAt
  }
  await turn()
  return {
    async beside(work: () => Promise<unknown>): Promise<Walked> {
      const waits: number[] = []
      let isDone = false
      const held = await server.heldDuring(async () => {
        const job = work().finally(() => {
          isDone = true
        })
        while (!isDone) {
          waits.push(await turn())
          await setTimeout(PAUSE_MS)
        }
        await job
      })
      return { waits, held }
    },
  }
}

function jobsOf(server: AskedServer): Record<string, () => Promise<unknown>> {
  const mapping = { hasHeading: true, columns: { question: 0, answer: 1 } }
  const table = (answer: string) => Buffer.from(['question,answer', ...rows(answer)].join('\n'))
  let [uploadId, runId] = ['', '']
  const upload = async (answer: string) => {
    const path = '/admin/faq/imports?fileName=big.csv'
    uploadId = ((await (await server.call('POST', path, { bytes: table(answer) })).json()) as { id: string }).id
  }
  const apply = async () => {
    const path = `/admin/faq/imports/${uploadId}/apply`
    runId = ((await (await server.call('POST', path, { body: mapping })).json()) as { id: string }).id
  }
  const undo = () => server.call('POST', `/admin/faq/imports/${runId}/undo`)
  const edit = (answer: string) => server.call('PATCH', `/admin/faq/entries/${server.entryId}`, { body: { answer } })
  return {
    'old API calls are forgotten': () => server.forgetOldCalls(),
    'a backup, verified': () => backUp(server),
    'a file of new entries is read': () => upload('новое'),
    'what the file would change': () =>
      server.call('POST', `/admin/faq/imports/${uploadId}/preview`, { body: mapping }),
    [`${IMPORTED_ENTRIES} entries come in`]: apply,
    'an entry is edited': () => edit('Так.'),
    'a correction is looked at': () =>
      server.call('POST', '/admin/faq/corrections/preview', {
        body: { question: 'Сколько стоит осмотр снимка?', rightEntryId: server.entryId },
      }),
    'the list of questions without an answer, after it': () => server.call('GET', '/admin/faq/unanswered'),
    'the entries are changed by a file': async () => {
      await upload('другое')
      await apply()
    },
    'the changes are taken back': undo,
  }
}

function* rows(answer: string): Generator<string> {
  for (let index = 0; index < IMPORTED_ENTRIES; index++)
    yield `Сколько стоит позиция номер ${index} в каталоге запасных частей?,${answer} ${index} рублей за штуку с доставкой`
}

async function backUp(server: AskedServer): Promise<void> {
  await server.call('POST', '/admin/backup', { body: {} })
  for (let isRunning = true; isRunning; await setTimeout(100)) {
    const { running } = (await (await server.call('GET', '/admin/backup')).json()) as { running: unknown }
    isRunning = running !== null
  }
}
