import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgresBinaries, startPostgresCluster } from '../../apps/server/test/support/postgres-cluster.ts'
import type { BenchRow } from '../bench-row.ts'
import { fillPostgres } from './fill-postgres.ts'
import { forkAsStarted, nextMessage } from './fork-as-started.ts'
import type { Figures } from './measure-lists.ts'
import { MESSAGES, millionFolder } from './seed-million.ts'
import { spellHeld } from './watch-loop.ts'

const GOAL_MS = 50
const GOAL_HELD_MS = 10
/** Whole files and whole walks: long work, which must not hold the others. */
const WITHOUT_GOAL = /^(at first: |all of )/

/** Everything the lists and the dashboard ask, at a million messages: how long it takes, and how long everybody else waits for it. */
export default async function run(): Promise<BenchRow[]> {
  const folder = await millionFolder()
  await intoMemory(join(folder, 'secretary.db'))
  const sqlite = await measureAll({ DATA_DIR: folder })
  const postgres = await onPostgres(folder)
  const rows = [...sqlite].map(([figure, measured]) => rowOf(figure, measured, postgres?.get(figure)))
  const longest = (all: Measured) => Math.max(...[...all.values()].map(({ held }) => held.cpu))
  return [
    { figure: 'messages', value: String(MESSAGES) },
    ...rows,
    {
      figure: 'longest hold of the event loop',
      value: `${longest(sqlite).toFixed(1)} ms`,
      rival: postgres ? `${longest(postgres).toFixed(1)} ms` : '',
      goal: `≤ ${GOAL_HELD_MS} ms`,
      isMet: [sqlite, ...(postgres ? [postgres] : [])].every((all) => longest(all) <= GOAL_HELD_MS),
    },
  ]
}

type Measured = ReadonlyMap<string, Figures>

/** A goal holds on both databases, where both are there. */
function rowOf(figure: string, own: Figures, other: Figures | undefined): BenchRow {
  const hasGoal = !WITHOUT_GOAL.test(figure)
  const spell = ({ p50, p99 }: Figures) => `p99 ${p99.toFixed(1)} ms, p50 ${p50.toFixed(1)}`
  const isMet = ({ p99, held }: Figures) => held.cpu <= GOAL_HELD_MS && (!hasGoal || p99 <= GOAL_MS)
  return {
    figure,
    value: spell(own),
    rival: other ? `PostgreSQL ${spell(other)}` : 'PostgreSQL is not installed',
    ratio: `held ${spellHeld(own.held)} / ${spellHeld(other?.held)} ms`,
    goal: hasGoal ? `≤ ${GOAL_MS} ms, held ≤ ${GOAL_HELD_MS}` : `held ≤ ${GOAL_HELD_MS}`,
    isMet: isMet(own) && (!other || isMet(other)),
  }
}

/** As the other database is, which has just been filled: the first search behind a machine's start is the disk's figure. */
async function intoMemory(file: string): Promise<void> {
  for await (const _ of createReadStream(file, { highWaterMark: 1024 * 1024 }));
}

async function onPostgres(folder: string): Promise<Measured | null> {
  const binaries = findPostgresBinaries()
  if (!binaries) return null
  const cluster = await startPostgresCluster(binaries)
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-data-bench-'))
  try {
    await fillPostgres(folder, { url: cluster.url, binaries, dataDir })
    return await measureAll({ DATA_DIR: dataDir, DATABASE_URL: cluster.url })
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measureAll(environment: Record<string, string>): Promise<Measured> {
  const child = forkAsStarted(new URL('./measure-lists.ts', import.meta.url), environment)
  return new Map((await nextMessage(child)) as [string, Figures][]) // What the one who was forked sends.
}
