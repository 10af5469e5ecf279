import { findPostgresBinaries } from '../../apps/server/test/support/postgres-cluster.ts'
import { findChromium } from '../../e2e/support/browser.ts'
import { runCommand } from './run-command.ts'
import { staticChecks } from './static-checks.ts'
import { runVitestProject, type SuiteResult } from './vitest-suite.ts'

const projects = ['unit', 'repository', 'integration', 'browser'] as const

/** Programs whose absence makes tests skip; on a build machine that is a failure. */
const programs = [
  { name: 'PostgreSQL', isThere: async () => findPostgresBinaries() !== null },
  { name: 'Chromium', isThere: async () => findChromium() !== null },
  {
    name: "Python's venv",
    isThere: async () => (await runCommand('python3', ['-c', 'import venv, ensurepip'])).exitCode === 0,
  },
  { name: 'ffmpeg', isThere: async () => (await runCommand('ffmpeg', ['-version'])).exitCode === 0 },
]

async function main(): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const add = (title: string, { passed, failures, skips }: SuiteResult, startedAt: number) => {
    total.passed += passed
    total.failed += failures.length
    total.skipped += skips.length
    console.log(
      `${failures.length > 0 ? 'FAIL' : 'ok  '} ${title}: ${passed} passed, ${failures.length} failed, ${skips.length} skipped (${Math.round((Date.now() - startedAt) / 100) / 10} s)`,
    )
    for (const failure of failures) console.log(`\n${failure}\n`)
    for (const skip of skips) console.log(`     skipped: ${skip}`)
  }

  const absent = await absentPrograms()
  for (const name of absent) console.log(`missing: ${name} is not installed; what needs it is skipped`)
  await inPairs(staticChecks, async (check) => {
    const startedAt = Date.now()
    const { exitCode, output } = await check.run()
    add(
      check.name,
      exitCode === 0
        ? { passed: 1, failures: [], skips: [] }
        : { passed: 0, failures: [output.slice(-8_000)], skips: [] },
      startedAt,
    )
  })
  for (const project of projects) {
    const startedAt = Date.now()
    console.log(`…    ${project} tests`)
    add(`${project} tests`, await runVitestProject(project), startedAt)
  }
  const isIncomplete = process.env.CI !== undefined && absent.length > 0
  if (isIncomplete) console.log(`FAIL on a build machine nothing may be missing: ${absent.join(', ')}`)
  console.log(`${total.passed} passed, ${total.failed + (isIncomplete ? 1 : 0)} failed, ${total.skipped} skipped`)
  return total.failed > 0 || isIncomplete ? 1 : 0
}

async function absentPrograms(): Promise<string[]> {
  const found = await Promise.all(programs.map(async ({ name, isThere }) => ((await isThere()) ? [] : [name])))
  return found.flat()
}

/** Two at a time: as many as a small machine has cores. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all([worker(), worker()])
}

process.exitCode = await main()
