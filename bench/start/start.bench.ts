import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../../apps/server/test/support/server-process.ts'
import { type BenchRow, percentile } from '../bench-row.ts'

const ROUNDS = 10
const SETTLE_MS = 3_000
const root = fileURLToPath(new URL('../..', import.meta.url))
/** What `npm start` runs after its set-up. */
const server: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start
/** The least a Node server can be. */
// `exec`, so that the process that is measured and ended is the server, not the shell.
const bareServer = `exec node -e "require('node:http').createServer((_, reply) => reply.end()).listen(process.env.ORCHESTRATOR_PORT, '127.0.0.1')"`

/** From the start of the process until it answers that it is ready, and the memory it then rests at, beside a bare Node server. */
export default async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-start-'))
  try {
    const first = await startServerProcess({ DATA_DIR: dataDir })
    await first.setUp()
    await first.close()
    const [ours, bare]: [Start[], Start[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await start(server, dataDir))
      bare.push(await start(bareServer, dataDir))
    }
    const middle = (starts: readonly Start[], key: keyof Start) =>
      percentile(
        starts.map((one) => one[key]),
        0.5,
      )
    const [readyMs, floorMs] = [middle(ours, 'readyMs'), middle(bare, 'readyMs')]
    const [idleMb, floorMb] = [middle(ours, 'residentMb'), middle(bare, 'residentMb')]
    return [
      {
        figure: 'ready after the process starts, p50',
        value: `${readyMs.toFixed(0)} ms`,
        rival: `bare Node server ${floorMs.toFixed(0)} ms`,
        ratio: (readyMs / floorMs).toFixed(1),
        goal: '≤ 1000 ms',
        isMet: readyMs <= 1_000,
      },
      {
        figure: 'idle memory before the first speech (RSS)',
        value: `${idleMb.toFixed(0)} MB`,
        rival: `bare Node server ${floorMb.toFixed(0)} MB`,
        ratio: (idleMb / floorMb).toFixed(1),
        goal: '≤ 150 MB',
        isMet: idleMb <= 150,
      },
      { figure: 'memory of the voice process after a sentence', value: await voiceMemory(dataDir) },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Start {
  readonly readyMs: number
  readonly residentMb: number
}

async function start(command: string, dataDir: string): Promise<Start> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawnServer(command, dataDir, port)
  await untilReady(child, port)
  const readyMs = performance.now() - startedAt
  await pause(SETTLE_MS)
  const residentMb = residentMbOf(child.pid)
  child.kill('SIGKILL')
  return { readyMs, residentMb }
}

async function voiceMemory(dataDir: string): Promise<string> {
  const port = await freePort()
  const child = spawnServer(server, dataDir, port)
  await untilReady(child, port)
  const post = async (path: string, body: unknown, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const url = `http://127.0.0.1:${port}${path}`
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<
      Record<string, string>
    > // Our own routes.
  }
  const { accessToken } = await post('/admin/auth/login', { name: 'Анна', password: 'correct horse' })
  const { ticket = '' } = await post('/admin/auth/tickets', { path: '/admin/voices/sample' }, accessToken)
  const query = new URLSearchParams({ ticket, text: 'Здравствуйте! Чем могу помочь?', language: 'ru' })
  await (await fetch(`http://127.0.0.1:${port}/admin/voices/sample?${query}`)).arrayBuffer()
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')
  const megabytes = children.filter((pid) => pid !== '').map((pid) => residentMbOf(Number(pid)))
  child.kill('SIGTERM')
  return megabytes.map((one) => `${one.toFixed(0)} MB`).join(', ') || 'no process'
}

function spawnServer(command: string, dataDir: string, port: number): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, DATA_DIR: dataDir, ORCHESTRATOR_PORT: String(port), LOG_LEVEL: 'fatal' }
  return spawn('sh', ['-c', command], { env, stdio: 'ignore', cwd: root })
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} while it was starting`)
    await pause(2)
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`)
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Not listening yet.
    return false
  }
}

function residentMbOf(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

if (import.meta.main) console.table(await run())
