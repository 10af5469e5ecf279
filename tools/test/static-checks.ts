import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandResult, runCommand } from './run-command.ts'

export interface StaticCheck {
  readonly name: string
  run(): Promise<CommandResult>
}

const command = (name: string, program: string, ...args: string[]): StaticCheck => ({
  name,
  run: () => runCommand(program, args),
})

/** Each counts as one test. */
export const staticChecks: readonly StaticCheck[] = [
  command('types', 'tsc', '-p', 'tsconfig.json'),
  command('types of the panel', 'vue-tsc', '-p', 'apps/admin/tsconfig.json'),
  command('lint', 'biome', 'check', '--error-on-warnings', '.'),
  command('rules of our own', 'node', 'tools/lint/run-rules.ts'),
  command(
    'dependency rules',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'packages',
    'apps',
    'bench',
    'tools',
    'e2e',
  ),
  command('dead code', 'knip'),
  { name: 'OpenAPI document is up to date', run: openApiDiff },
  { name: 'OpenAPI document can be read by others', run: openApiReadable },
]

async function openApiDiff(): Promise<CommandResult> {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-openapi-'))
  try {
    const file = join(folder, 'openapi.json')
    const made = await runCommand('node', ['apps/server/src/cli/main.ts', 'openapi', '--out', file])
    if (made.exitCode !== 0) return made
    if (readFileSync(file, 'utf8') === readFileSync('docs/openapi.json', 'utf8')) return made
    return {
      exitCode: 1,
      output: 'docs/openapi.json is not what the contracts say: run npm run api:generate and commit it',
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openApiReadable(): Promise<CommandResult> {
  const result = await runCommand('openapi-typescript', ['docs/openapi.json'])
  return result.output.includes('interface paths') ? result : { exitCode: 1, output: result.output.slice(0, 2_000) }
}
