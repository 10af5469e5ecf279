import { buildApp } from '../../apps/server/src/app.ts'
import { loadConfig } from '../../apps/server/src/config/load-config.ts'
import { type Container, createContainer } from '../../apps/server/src/container.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'
import { createLogger } from '../../apps/server/src/platform/logger.ts'
import { LONG_CONVERSATION_MESSAGES } from './seed-million.ts'
import { type Held, type HeldFigures, watchCollections, watchLoop } from './watch-loop.ts'

/** What the one who forked it asks, one after the other. */
export type Question = 'begin' | 'end' | 'forget-old-calls'

export interface Served {
  readonly port: number
  readonly admin: string
  readonly person: string
  readonly longConversationId: string
  readonly entryId: string
}

const OLD_CALLS = 20_000
const ROWS_AT_ONCE = 500

/** The whole server, which says how long it stood still between two questions. */
const container = await createContainer({
  config: loadConfig({ ...process.env, ORCHESTRATOR_PORT: '0', RATE_LIMIT_ENABLED: 'false' }),
  logger: createLogger({ level: 'silent' }),
})
await container.faqIndex.load({ signal: AbortSignal.timeout(600_000) })
await container.unansweredPreparation.begin()
const app = await buildApp(container)
await app.listen({ port: 0, host: '127.0.0.1' })
container.markReady()
const collections = watchCollections()
let watch: { end(): Held } | null = null
process.on('message', async (question: Question) => {
  if (question === 'begin') watch = watchLoop()
  if (question === 'forget-old-calls') await container.openAi.retention.forgetOld()
  process.send?.(question === 'end' && watch ? await figuresOf(watch.end()) : null)
})
process.once('disconnect', () => process.exit(0))
await insertOldCalls(container)
process.send?.(await served(container))

async function figuresOf(held: Held): Promise<HeldFigures> {
  return { cpu: held.cpu, clock: held.clock, work: await collections.workOf(held) }
}

async function served({ db, users, auth, ...rooms }: Container): Promise<Served> {
  const open = async (userId: string) => {
    const user = await users.find(userId)
    if (!user) throw new Error('There is no such user')
    return (await auth.openSession(user, { address: '127.0.0.1', userAgent: 'bench' })).accessToken
  }
  const admin = await db.selectFrom('users').select('id').where('role', '=', 'admin').executeTakeFirstOrThrow()
  const owner = await db
    .selectFrom('conversations')
    .select('owner_id')
    .where('owner_id', 'is not', null)
    .executeTakeFirstOrThrow()
  const long = await db
    .selectFrom('conversations')
    .select('id')
    .where('message_count', '=', LONG_CONVERSATION_MESSAGES)
    .executeTakeFirstOrThrow()
  const [entry] = (await rooms.faq.list({ limit: 1, state: 'enabled' })).items
  const address = app.addresses()[0]
  return {
    port: typeof address === 'object' ? address.port : 0,
    admin: await open(admin.id),
    person: await open(owner.owner_id ?? ''),
    longConversationId: long.id,
    entryId: entry?.id ?? '',
  }
}

/** Calls of the API that are old enough to be forgotten. */
async function insertOldCalls({ db }: Container): Promise<void> {
  const { id: keyId } = await db.selectFrom('api_keys').select('id').executeTakeFirstOrThrow()
  for (let start = 0; start < OLD_CALLS; start += ROWS_AT_ONCE) {
    const rows = Array.from({ length: ROWS_AT_ONCE }, (_, index) => ({
      id: newId(),
      api_key_id: keyId,
      address: '192.0.2.7',
      model: 'secretary',
      provider_id: null,
      status: 200,
      outcome: 'complete' as const,
      error_code: null,
      trace: null,
      total_ms: 5,
      is_stream: 0,
      answer_source: 'faq' as const,
      first_byte_ms: 5,
      input_tokens: null,
      output_tokens: null,
      is_estimated: 0,
      characters: null,
      created_at: new Date(Date.UTC(2024, 0, 1) + (start + index) * 1_000).toISOString(),
    }))
    await db.insertInto('api_calls').values(rows).execute()
  }
}
