import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeOpenAiKey } from '@secretary/models/testing/fake-openai-server'
import { startServerProcess } from '../../apps/server/test/support/server-process.ts'
import type { BenchRow } from '../bench-row.ts'
import type { Order } from './attacker.ts'
import { attacks } from './attacks.ts'
import { forkPolitely } from './helper-process.ts'
import { type Target, workFor } from './victim.ts'

const QUIET_MS = 2_000
const ATTACK_MS = 7_000
/** What an attack has begun may end in this time. */
const SETTLE_MS = 2_000
/** Nobody who works should notice; and a small server has this much to spare. */
const GOAL_P99_MS = 50
const GOAL_RISE_MB = 200

/** One attack after the other on a server with its usual limits, and what somebody else notices: before, meanwhile and after it. */
export default async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-abuse-'))
  const vendor = forkPolitely('./vendor.ts')
  const [vendorUrl]: string[] = await once(vendor, 'message')
  // The one who works asks more often than anybody would, to have enough to measure; the limit of log-ins stays.
  const server = await startServerProcess({ DATA_DIR: dataDir, RATE_LIMIT_PANEL: '100000' })
  try {
    const target = { port: Number(new URL(server.url).port), pid: server.pid, token: await server.setUp() }
    await connectModel(server.url, target.token, vendorUrl ?? '')
    await workFor(QUIET_MS, target)
    const rows: BenchRow[] = []
    for (const name of Object.keys(attacks)) rows.push(await endure(name, target))
    return rows
  } finally {
    await server.close()
    vendor.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function endure(name: string, target: Target): Promise<BenchRow> {
  const before = { p99: await workFor(QUIET_MS, target), mb: residentMb(target.pid) }
  const attacker = forkPolitely('./attacker.ts')
  const tell = (order: Order) => attacker.send(order)
  let mostMb = before.mb
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, residentMb(target.pid))
  }, 100)
  tell({ begin: name, target })
  const p99 = await workFor(ATTACK_MS, target)
  const over = once(attacker, 'exit')
  tell('stop')
  await over
  clearInterval(watch)
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const after = { p99: await workFor(QUIET_MS, target), mb: residentMb(target.pid) }
  return {
    figure: name,
    value: `p99 ${p99.toFixed(1)} ms, most ${mostMb} MB`,
    rival: `before ${before.p99.toFixed(1)} ms, ${before.mb} MB; after ${after.p99.toFixed(1)} ms, ${after.mb} MB`,
    ratio: (p99 / before.p99).toFixed(1),
    goal: `p99 ≤ ${GOAL_P99_MS} ms, after it too, + ≤ ${GOAL_RISE_MB} MB`,
    isMet: p99 <= GOAL_P99_MS && after.p99 <= GOAL_P99_MS && mostMb - before.mb <= GOAL_RISE_MB,
  }
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

async function connectModel(url: string, token: string, baseUrl: string): Promise<void> {
  await fetch(`${url}/admin/llm/providers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Scripted', baseUrl, model: 'small', apiKey: fakeOpenAiKey }),
  })
}

if (import.meta.main) console.table(await run())
