import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { openSqliteFile } from '../../apps/server/src/db/dialects/open-sqlite-file.ts'
import { migrate } from '../../apps/server/src/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '../../apps/server/src/db/open-database.ts'
import { findPostgresBinaries, startPostgresCluster } from '../../apps/server/test/support/postgres-cluster.ts'
import { type BenchRow, percentile } from '../bench-row.ts'
import { createAcceptUnit, createMessageRow, insertConversations } from './message-unit.ts'

const CALLERS = 64
const COUNT = 30_000
const FLOOR_COUNT = 3_000

interface Rate {
  readonly perSecond: number
  readonly p99Ms: number
}

/** Durable commits a second with many callers at once, beside one commit after another on the same file. */
export default async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-bench-'))
  try {
    const sqlite = await openDatabase({ dataDir: folder, databaseUrl: null })
    await migrate(sqlite)
    const ids = await insertConversations(sqlite, CALLERS)
    const row = await measure(sqlite, (caller) => createMessageRow(sqlite, ids[caller] ?? ''))
    const accepted = await measure(sqlite, (caller) => createAcceptUnit(sqlite, ids[caller] ?? ''))
    const floor = commitOneByOne(join(folder, 'secretary.db'), () => createMessageRow(sqlite, ids[0] ?? ''))
    await sqlite.close()
    return [
      rateRow(`SQLite, one message row each, ${CALLERS} callers`, row, { perSecond: floor, goal: 10_000 }),
      rateRow('SQLite, what the server stores for a message', accepted, { perSecond: floor }),
      ...(await postgresRows()),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function postgresRows(): Promise<BenchRow[]> {
  const binaries = findPostgresBinaries()
  if (!binaries) return [{ figure: 'PostgreSQL', value: 'not installed on this machine' }]
  const cluster = await startPostgresCluster(binaries, { isDurable: true })
  const postgres = await openDatabase({ dataDir: '', databaseUrl: cluster.url })
  await migrate(postgres)
  const ids = await insertConversations(postgres, CALLERS)
  const row = await measure(postgres, (caller) => createMessageRow(postgres, ids[caller] ?? ''), COUNT / 4)
  await postgres.close()
  await cluster.stop()
  return [rateRow('PostgreSQL, one message row each', row)]
}

async function measure(
  database: OpenDatabase,
  unitOf: (caller: number) => readonly CompiledQuery[],
  count = COUNT,
): Promise<Rate> {
  const writer = await database.dialect.openWriter()
  const times: number[] = []
  let left = count
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      while (left-- > 0) {
        const sentAt = performance.now()
        await writer.commit(unitOf(caller))
        times.push(performance.now() - sentAt)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  await writer.close()
  return { perSecond: times.length / seconds, p99Ms: percentile(times, 0.99) }
}

function commitOneByOne(file: string, unitOf: () => readonly CompiledQuery[]): number {
  const database = openSqliteFile(file)
  const startedAt = performance.now()
  for (let count = 0; count < FLOOR_COUNT; count++)
    for (const { sql, parameters } of unitOf()) database.prepare(sql).run(...parameters)
  const perSecond = FLOOR_COUNT / ((performance.now() - startedAt) / 1_000)
  database.close()
  return perSecond
}

function rateRow(figure: string, rate: Rate, floor?: { perSecond: number; goal?: number }): BenchRow {
  const text = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')}/s`
  return {
    figure,
    value: `${text(rate.perSecond)}, p99 ${rate.p99Ms.toFixed(1)} ms`,
    ...(floor && {
      rival: `one after another ${text(floor.perSecond)}`,
      ratio: (rate.perSecond / floor.perSecond).toFixed(1),
    }),
    ...(floor?.goal !== undefined && {
      goal: `≥ ${text(floor.goal)}, p99 ≤ 10 ms`,
      isMet: rate.perSecond >= floor.goal && rate.p99Ms <= 10,
    }),
  }
}

if (import.meta.main) console.table(await run())
