import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A command of the command line on the data of a server that runs. */
export async function runCli(dataDir: string, args: readonly string[], env: Record<string, string> = {}) {
  const { stdout } = await run('node', ['apps/server/src/cli/main.ts', ...args], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
  })
  return stdout
}
