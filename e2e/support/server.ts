import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestServer {
  readonly url: string
  /** Null when the data folder had an account already. */
  readonly setupUrl: string | null
  readonly dataDir: string
  /** As `kill -9`; the data folder stays. */
  kill(): Promise<void>
  /** Ends it as Ctrl-C would and removes the data folder. */
  close(): Promise<void>
}

/** The server as `npm start` runs it, on a free port, with a data folder of its own or the one that is given. */
export async function startTestServer(
  options: { dataDir?: string; env?: Record<string, string>; arguments?: readonly string[] } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'secretary e2e тест '))
  const child = spawn('node', ['apps/server/src/main.ts', ...(options.arguments ?? [])], {
    env: { ...process.env, DATA_DIR: dataDir, ORCHESTRATOR_PORT: '0', LOG_LEVEL: 'warn', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = await untilStarted(child)
  const url = /Open\s+(http\S+)\/panel\//.exec(output)?.[1]
  if (!url) throw new Error(`The server printed no address:\n${output}`)
  const stop = (signal: NodeJS.Signals) => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    child.kill(signal)
    return ended
  }
  return {
    url,
    setupUrl: /^http\S+#token=\S+$/m.exec(output)?.[0] ?? null,
    dataDir,
    kill: () => stop('SIGKILL'),
    async close() {
      await stop('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function untilStarted(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      // The last line printed is the set-up link, or the state of the voice.
      if (/Voice.*\n(?:\n.*\nhttp\S+\n)?$/.test(output)) resolve(output)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.once('exit', () => reject(new Error(`The server ended while it was starting:\n${output}`)))
  })
}
