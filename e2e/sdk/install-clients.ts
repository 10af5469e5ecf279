import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CommandResult, runCommand } from '../../tools/test/run-command.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/sdk', import.meta.url))
export const pythonOfClients = join(cache, 'python', 'bin', 'python')

/** Null once they are there; else what stands in the way. Installed again when their list changes. */
export async function installNodeClients(): Promise<string | null> {
  return once('node', 'package-lock.json', () =>
    runCommand('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--no-workspaces', '--loglevel=error']),
  )
}

export async function installPythonClients(): Promise<string | null> {
  return once('python', 'requirements.txt', async () => {
    const made = await runCommand('python3', ['-m', 'venv', join(cache, 'python')])
    if (made.exitCode !== 0) return made
    const list = join(folder, 'requirements.txt')
    return runCommand(pythonOfClients, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', list])
  })
}

async function once(name: string, list: string, install: () => Promise<CommandResult>): Promise<string | null> {
  const [stamp, wanted] = [join(cache, `${name}.stamp`), readFileSync(join(folder, list), 'utf8')]
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return null
  mkdirSync(cache, { recursive: true })
  const { exitCode, output } = await install()
  if (exitCode !== 0) return `the clients for ${name} can not be installed: ${output.slice(-500)}`
  writeFileSync(stamp, wanted)
  return null
}
