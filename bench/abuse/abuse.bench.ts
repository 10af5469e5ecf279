import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeOpenAiKey } from '@secretary/models/testing/fake-openai-server'
import { type ServerProcess, startServerProcess } from '../../apps/server/test/support/server-process.ts'
import { type BenchRow, percentile } from '../bench-row.ts'
import { askUntil, type Waits } from './asker.ts'
import type { Order } from './attacker.ts'
import { attacks } from './attacks.ts'
import { forkPolitely } from './helper-process.ts'
import { type Target, workFor } from './victim.ts'

const WARM_UP_MS = 2_000
const QUIET_MS = 2_000
const ATTACK_MS = 7_000
/** What an attack has begun may end in this time. */
const SETTLE_MS = 2_000
/** Nobody who works should notice; and a small server has this much to spare. */
const GOAL_P99_MS = 50
const GOAL_RISE_MB = 200
/** A question of somebody else may wait for us this much longer than for the vendor. */
const GOAL_ASKED_MS = 100
const REST_MS = 40_000
const GOAL_REST_FACTOR = 1.3

/** One attack after the other on a server with its usual limits, and what somebody else notices: before, meanwhile and after it. */
export default async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-abuse-'))
  const vendor = forkPolitely('./vendor.ts')
  const [vendorUrl]: string[] = await once(vendor, 'message')
  // The one who works asks more often than anybody would, to have enough to measure; the limit of log-ins stays. Memory as with `npm start`.
  const server = await startServerProcess({
    DATA_DIR: dataDir,
    RATE_LIMIT_PANEL: '100000',
    RATE_LIMIT_KEY: '100000',
    MALLOC_ARENA_MAX: '2',
    MALLOC_TRIM_THRESHOLD_: '1048576',
  })
  try {
    const target = await prepare(server, vendorUrl ?? '')
    await workFor(WARM_UP_MS, target)
    await askFor(WARM_UP_MS, target)
    const startMb = residentMb(target.pid)
    const rows: BenchRow[] = []
    for (const name of Object.keys(attacks)) rows.push(...(await endure(name, target)))
    return [...rows, await rest(target.pid, startMb)]
  } finally {
    await server.close()
    vendor.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Somebody who attacks, somebody else who works, and a program that asks. */
async function prepare(server: ServerProcess, vendorUrl: string): Promise<Target> {
  const { url, pid } = server
  const token = await server.setUp()
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await response.json()) as { accessToken: string; key: string }
  }
  await call('/admin/llm/providers', { name: 'Scripted', baseUrl: vendorUrl, model: 'small', apiKey: fakeOpenAiKey })
  const { accessToken: othersToken } = await call('/admin/auth/login', { name: 'Анна', password: 'correct horse' })
  const { key } = await call('/admin/api-keys', { name: 'A program' })
  return { port: Number(new URL(url).port), pid, token, othersToken, key, vendorUrl }
}

async function endure(name: string, target: Target): Promise<BenchRow[]> {
  const before = { p99: await workFor(QUIET_MS, target), mb: residentMb(target.pid) }
  const asksToo = name.startsWith('1,000 answers')
  const attacker = forkPolitely('./attacker.ts')
  const tell = (order: Order) => attacker.send(order)
  let mostMb = before.mb
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, residentMb(target.pid))
  }, 100)
  tell({ begin: name, target })
  const [p99, asked] = await Promise.all([workFor(ATTACK_MS, target), asksToo ? askFor(ATTACK_MS, target) : null])
  const over = once(attacker, 'exit')
  tell('stop')
  await over
  clearInterval(watch)
  await pause(SETTLE_MS)
  const after = { p99: await workFor(QUIET_MS, target), mb: residentMb(target.pid) }
  const noticed: BenchRow = {
    figure: name,
    value: `p99 ${p99.toFixed(1)} ms, most ${mostMb} MB`,
    rival: `before ${before.p99.toFixed(1)} ms, ${before.mb} MB; after ${after.p99.toFixed(1)} ms, ${after.mb} MB`,
    ratio: (p99 / before.p99).toFixed(1),
    goal: `p99 ≤ ${GOAL_P99_MS} ms, after it too, + ≤ ${GOAL_RISE_MB} MB`,
    isMet: p99 <= GOAL_P99_MS && after.p99 <= GOAL_P99_MS && mostMb - before.mb <= GOAL_RISE_MB,
  }
  return asked ? [noticed, askedRow(name, asked)] : [noticed]
}

function askedRow(name: string, { ours, vendors }: Waits): BenchRow {
  const [oursMs, vendorsMs] = [percentile(ours, 0.99), percentile(vendors, 0.99)]
  return {
    figure: `${name}: a question of another program meanwhile`,
    value: `first word, p99 ${oursMs.toFixed(0)} ms, p50 ${percentile(ours, 0.5).toFixed(0)} ms`,
    rival: `straight from the vendor p99 ${vendorsMs.toFixed(0)} ms, p50 ${percentile(vendors, 0.5).toFixed(0)} ms`,
    ratio: (oursMs / vendorsMs).toFixed(1),
    goal: `+ ≤ ${GOAL_ASKED_MS} ms`,
    isMet: oursMs - vendorsMs <= GOAL_ASKED_MS,
  }
}

/** What V8 has collected room for during a storm it gives back once it is quiet. */
async function rest(pid: number, startMb: number): Promise<BenchRow> {
  const endMb = residentMb(pid)
  await pause(REST_MS)
  const restMb = residentMb(pid)
  return {
    figure: `memory ${REST_MS / 1_000} s after the last attack`,
    value: `${restMb} MB`,
    rival: `before the first ${startMb} MB, at the end of the last ${endMb} MB`,
    ratio: (restMb / startMb).toFixed(2),
    goal: `≤ ${GOAL_REST_FACTOR}`,
    isMet: restMb <= startMb * GOAL_REST_FACTOR,
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const askFor = (ms: number, target: Target) => askUntil(AbortSignal.timeout(ms), target)

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

if (import.meta.main) console.table(await run())
