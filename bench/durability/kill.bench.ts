import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { type ServerProcess, startServerProcess } from '../../apps/server/test/support/server-process.ts'
import type { BenchRow } from '../bench-row.ts'

const KILLS = 200
const CLIENTS = 8
/** A kill comes at any moment of this much work. */
const LONGEST_LIFE_MS = 400

/** The whole server under clients that write without a pause, killed again and again; afterwards every acknowledged message is looked for. */
export default async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-kill-'))
  const acknowledged: string[] = []
  try {
    const env = { DATA_DIR: dataDir, RATE_LIMIT_ENABLED: 'false' }
    let server = await startServerProcess(env)
    let token = await server.setUp()
    const startedAt = performance.now()
    for (let kill = 0; kill < KILLS; kill++) {
      const clients = Array.from({ length: CLIENTS }, () => writeUntilGone(server, token, acknowledged))
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS))
      await server.kill()
      await Promise.all(clients)
      server = await startServerProcess(env)
      token = await logIn(server)
    }
    const minutes = (performance.now() - startedAt) / 60_000
    await server.close()
    const { lost, unanswered } = recount(join(dataDir, 'secretary.db'), acknowledged)
    return [
      {
        figure: `acknowledged messages lost over ${KILLS} kills`,
        value: `${lost} of ${acknowledged.length}`,
        goal: '0',
        isMet: lost === 0 && acknowledged.length > KILLS,
      },
      { figure: 'turns still without an answer after the last start', value: String(unanswered) },
      { figure: 'time', value: `${minutes.toFixed(1)} min` },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function writeUntilGone(server: ServerProcess, token: string, acknowledged: string[]): Promise<void> {
  try {
    const { id } = await call(server, token, '/admin/chat/sessions', {})
    for (;;) {
      const { messageId } = await call(server, token, `/admin/chat/sessions/${id}/messages`, {
        content: 'Сколько стоит?',
      })
      if (messageId !== undefined) acknowledged.push(messageId)
    }
  } catch {
    // The server is gone; what it had confirmed before then counts.
  }
}

async function logIn(server: ServerProcess): Promise<string> {
  const { accessToken } = await call(server, null, '/admin/auth/login', { name: 'Анна', password: 'correct horse' })
  if (accessToken === undefined) throw new Error('The account is gone')
  return accessToken
}

async function call(
  { url }: ServerProcess,
  token: string | null,
  path: string,
  body: unknown,
): Promise<{ id?: string; messageId?: string; accessToken?: string }> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as { id?: string; messageId?: string; accessToken?: string } // Our own routes.
}

function recount(file: string, acknowledged: readonly string[]): { lost: number; unanswered: number } {
  const database = new BetterSqlite(file, { readonly: true })
  const find = database.prepare('select 1 from messages where id = ?').pluck()
  const lost = acknowledged.filter((id) => find.get(id) === undefined).length
  const open = database.prepare("select count(*) from turns where state in ('accepted', 'running')").pluck().get()
  database.close()
  return { lost, unanswered: Number(open) }
}

if (import.meta.main) console.table(await run())
