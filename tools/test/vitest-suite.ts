import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

export interface SuiteResult {
  readonly passed: number
  readonly failures: readonly string[]
  readonly skips: readonly string[]
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

/** Runs one project of vitest.config.ts and reads its report. A suite that ends without a report has failed. */
export async function runVitestProject(project: string): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-report-'))
  try {
    const file = join(folder, 'report.json')
    const { exitCode, output } = await runCommand('vitest', [
      'run',
      '--project',
      project,
      '--reporter=json',
      `--outputFile=${file}`,
      '--passWithNoTests',
    ])
    if (!existsSync(file))
      return { passed: 0, failures: [`${project}: the suite did not finish\n${output.slice(-4_000)}`], skips: [] }
    const result = readReport(JSON.parse(readFileSync(file, 'utf8')))
    const hasCrashed = exitCode !== 0 && result.failures.length === 0
    return hasCrashed
      ? { ...result, failures: [`${project}: ended with ${exitCode}\n${output.slice(-4_000)}`] }
      : result
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function readReport(report: VitestReport): SuiteResult {
  const failures: string[] = []
  const skips: string[] = []
  let passed = 0
  for (const file of report.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0)
      failures.push(`${file.name}\n${file.message ?? ''}`)
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++
      else if (test.status === 'failed')
        failures.push(`${file.name} > ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`)
      else skips.push(test.fullName)
    }
  }
  return { passed, failures, skips }
}
