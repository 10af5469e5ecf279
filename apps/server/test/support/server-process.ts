import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ownEntry = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  readonly setupUrl: string | null
  /** What a person reads after the start. */
  readonly printed: string
  /** Creates the first account. Returns its access token. */
  setUp(): Promise<string>
  /** As `kill -9`. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** The server as a process of its own, on a free port unless one is named. */
export async function startServerProcess(
  env: Record<string, string>,
  words: readonly string[] = [],
  entry = ownEntry,
): Promise<ServerProcess> {
  const child = spawnServer(env, [entry, ...words])
  const output = await untilPrinted(child, /Voice .*\n(\n.*\n(http\S+)\n)?$/)
  const url = /Open\s+(http\S+)\/panel\//.exec(output)?.[1] ?? ''
  const setupUrl = /^http\S+#token=\S+$/m.exec(output)?.[0] ?? null
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  return {
    url,
    pid: child.pid ?? 0,
    setupUrl,
    printed: output,
    async setUp() {
      const body = {
        token: setupUrl?.split('#token=')[1],
        name: 'Анна',
        password: 'correct horse',
        language: 'ru',
        businessName: 'Клиника',
      }
      const response = await fetch(`${url}/admin/setup/account`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return ((await response.json()) as { accessToken: string }).accessToken
    },
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  }
}

/** Runs a server that is expected to refuse to start. */
export async function runServer(
  env: Record<string, string>,
  words: readonly string[] = [],
): Promise<{ exitCode: number | null; stderr: string }> {
  const child = spawnServer(env, [ownEntry, ...words])
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8')
  })
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { exitCode, stderr }
}

function spawnServer(env: Record<string, string>, words: readonly string[]): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  return spawn('node', words, {
    env: { PATH, HOME, ORCHESTRATOR_PORT: '0', LOG_LEVEL: 'fatal', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function untilPrinted(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      if (pattern.test(output)) resolve(output)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.once('exit', () => reject(new Error(`The server ended while it was starting:\n${output}`)))
  })
}
