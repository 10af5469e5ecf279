import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { loadConfig } from '../../apps/server/src/config/load-config.ts'
import { migrate, ownMigrations } from '../../apps/server/src/db/migrate.ts'
import { openDatabase } from '../../apps/server/src/db/open-database.ts'
import { fold } from '../../apps/server/src/platform/fold.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'
import { createTexts } from './seed-texts.ts'

export const MESSAGES = 1_000_000
const MESSAGES_A_CONVERSATION = 20
export const LONG_CONVERSATION_MESSAGES = 5_000
export const LEADS = 20_000
const FAQ_ENTRIES = 10_000
const USERS = 200
const KEYS = 200
/** What was said lies in the last half of a year. */
const SPAN_MS = 180 * 24 * 3600 * 1000

/** A data folder with a million messages, made once for each version of the tables and kept in `.cache`. */
export async function millionFolder(): Promise<string> {
  const folder = join('.cache', 'bench', `million-${Object.keys(ownMigrations).at(-1)}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const database = await openDatabase(loadConfig({ DATA_DIR: unfinished }))
  await migrate(database)
  await database.close()
  fill(join(unfinished, 'secretary.db'))
  renameSync(unfinished, folder)
  return folder
}

type Row = Record<string, string | number | null>

function fill(file: string): void {
  const database = new BetterSqlite(file)
  database.pragma('synchronous = OFF')
  const statements = new Map<string, BetterSqlite.Statement>()
  const insert = (table: string, row: Row) => {
    const columns = Object.keys(row)
    let statement = statements.get(table)
    if (!statement) {
      statement = database.prepare(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
      )
      statements.set(table, statement)
    }
    statement.run(row)
  }
  database.exec('begin')
  const users = fillPeople(insert)
  fillConversations(insert, users)
  fillEntries(insert)
  database.exec('commit')
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

type Insert = (table: string, row: Row) => void

function fillPeople(insert: Insert): string[] {
  const at = new Date().toISOString()
  const users = Array.from({ length: USERS }, () => newId())
  for (const [index, id] of users.entries())
    insert('users', {
      id,
      name: `user ${index}`,
      name_folded: `user ${index}`,
      display_name: `User ${index}`,
      password_hash: '',
      role: index === 0 ? 'admin' : 'user',
      language: 'ru',
      created_at: at,
      updated_at: at,
    })
  for (let index = 0; index < KEYS; index++)
    insert('api_keys', {
      id: newId(),
      owner_kind: 'system',
      owner_id: null,
      name: `key ${index}`,
      key_hash: `hash ${index}`,
      hint: 'abcd',
      scopes: '[]',
      allowed_origins: '[]',
      created_at: at,
    })
  return users
}

function fillConversations(insert: Insert, users: readonly string[]): void {
  const texts = createTexts(1)
  const count = (MESSAGES - LONG_CONVERSATION_MESSAGES) / MESSAGES_A_CONVERSATION
  const begin = Date.now() - SPAN_MS
  for (let index = 0; index <= count; index++) {
    // The long one is the newest, so that everybody finds it at the top of the list.
    const size = index === count ? LONG_CONVERSATION_MESSAGES : MESSAGES_A_CONVERSATION
    fillConversation(insert, {
      size,
      startedAtMs: begin + (SPAN_MS * index) / (count + 1),
      // Half came through channels of the business, the rest belongs to a few people.
      ownerId: index === count ? null : index % 2 === 0 ? null : (users[index % 10] ?? null),
      hasLead: index % Math.floor(count / LEADS) === 0,
      texts,
    })
  }
}

interface SeededConversation {
  readonly size: number
  readonly startedAtMs: number
  readonly ownerId: string | null
  readonly hasLead: boolean
  readonly texts: ReturnType<typeof createTexts>
}

const sources = ['faq', 'model', 'model', 'suggestions', 'fallback']

function fillConversation(insert: Insert, { size, startedAtMs, ownerId, hasLead, texts }: SeededConversation): void {
  const id = newId()
  const at = (index: number) => new Date(startedAtMs + index * 1_000).toISOString()
  const ids = Array.from({ length: size }, () => newId())
  const said = ids.map((_, index) => texts.sentence(index % 2 === 0 ? 6 : 25))
  const last = said.at(-1) ?? ''
  const title = (said[0] ?? '').slice(0, 50)
  insert('conversations', {
    id,
    owner_kind: ownerId === null ? 'system' : 'user',
    owner_id: ownerId,
    source: ownerId === null ? 'widget' : 'panel',
    source_id: null,
    title,
    title_folded: fold(title),
    search_folded: fold(last),
    has_lead: hasLead ? 1 : 0,
    language: 'ru',
    active_message_id: ids.at(-1) ?? null,
    preview: last.slice(0, 120),
    message_count: size,
    created_at: at(0),
    updated_at: at(size),
  })
  for (let index = 0; index < size; index += 2) {
    const turnId = newId()
    const [question, answer] = [ids[index] ?? '', ids[index + 1] ?? '']
    const message = { conversation_id: id, state: 'complete', turn_id: turnId, created_at: at(index) }
    const before = index === 0 ? null : (ids[index - 1] ?? null)
    insert('messages', { ...message, id: question, parent_id: before, role: 'user', content: said[index] ?? '' })
    insert('messages', {
      ...message,
      id: answer,
      parent_id: question,
      role: 'assistant',
      content: said[index + 1] ?? '',
    })
    fillTurn(insert, { id: turnId, conversationId: id, ownerId, question, answer, at: at(index), texts })
  }
  if (hasLead) fillLead(insert, { conversationId: id, ownerId, at: at(size), texts })
}

function fillTurn(
  insert: Insert,
  turn: {
    id: string
    conversationId: string
    question: string
    answer: string
    ownerId: string | null
    at: string
    texts: SeededConversation['texts']
  },
): void {
  const source = sources[turn.texts.next(sources.length)] ?? 'model'
  const firstTextMs = turn.texts.next(2_000)
  insert('turns', {
    id: turn.id,
    conversation_id: turn.conversationId,
    user_message_id: turn.question,
    assistant_message_id: turn.answer,
    state: 'finished',
    with_voice: 0,
    question_key: `${turn.texts.word()} ${turn.texts.word()}`,
    answer_source: source,
    source: 'widget',
    owner_id: turn.ownerId,
    first_text_ms: firstTextMs,
    faq_score: null,
    trace: JSON.stringify({
      answer: null,
      suggestions: [],
      timings: {
        queueMs: 1,
        faqMs: 1,
        modelFirstTokenMs: firstTextMs,
        firstTextMs,
        firstAudioMs: null,
        totalMs: firstTextMs * 2,
      },
    }),
    created_at: turn.at,
    finished_at: turn.at,
  })
  if (source === 'model')
    insert('usage', {
      id: newId(),
      turn_id: turn.id,
      conversation_id: turn.conversationId,
      kind: 'llm',
      provider_id: 'provider',
      model_id: 'model',
      input_tokens: 500,
      output_tokens: 60,
      created_at: turn.at,
    })
}

function fillLead(
  insert: Insert,
  {
    conversationId,
    ownerId,
    at,
    texts,
  }: { conversationId: string; at: string } & Pick<SeededConversation, 'ownerId' | 'texts'>,
): void {
  const contact = `+7 9${100_000_000 + texts.next(899_999_999)}`
  const message = texts.sentence(12)
  insert('leads', {
    id: newId(),
    conversation_id: conversationId,
    owner_id: ownerId,
    name: texts.word(),
    contact,
    message,
    status: ['new', 'read', 'done', 'done', 'done', 'done', 'done', 'done'][texts.next(8)] ?? 'done',
    search_folded: fold(`${contact} ${message}`),
    created_at: at,
  })
}

function fillEntries(insert: Insert): void {
  const texts = createTexts(2)
  for (let index = 0; index < FAQ_ENTRIES; index++) {
    const [question, answer] = [texts.sentence(6), texts.sentence(40)]
    const at = new Date(Date.now() - index * 60_000).toISOString()
    insert('faq_entries', {
      id: newId(),
      question,
      question_key: `${index}`,
      answer,
      search_folded: fold(`${question}\n${answer}`),
      phrasings: '[]',
      keywords: '[]',
      patterns: '[]',
      exclusions: '[]',
      priority: 0,
      is_enabled: index % 10 === 0 ? 0 : 1,
      language: 'ru',
      version: 1,
      created_at: at,
      updated_at: at,
    })
  }
}
