import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Way } from './load-client.ts'
import { type PinnedProcess, startPinned } from './pinned-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const [SERVER_CORE, OTHER_CORE] = [0, 1]
const PROVIDER = 'mock'

export interface Ways {
  readonly direct: Way
  readonly bare: Way & { readonly process: PinnedProcess }
  readonly ours: Way & { readonly process: PinnedProcess }
  stop(): void
}

/** The vendor, the bare proxy and a whole server with a key, a limit, usage and the rows of its calls on. */
export async function startWays(): Promise<Ways> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-gateway-'))
  const vendor = await startPinned(OTHER_CORE, [file('mock-vendor.ts')])
  const env = {
    DATA_DIR: dataDir,
    ORCHESTRATOR_PORT: '0',
    LOG_LEVEL: 'error',
    // As many as can be said: the limit is counted, and never reached.
    RATE_LIMIT_KEY: '999999',
  }
  const cli = (...args: string[]) => {
    const { PATH = '', HOME = '' } = process.env
    const done = spawnSync('node', [join(root, 'apps/server/src/cli/main.ts'), ...args], {
      env: { PATH, HOME, ...env },
      encoding: 'utf8',
    })
    if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`)
    return done.stdout.trim()
  }
  const key = cli('api-key', 'create', '--name', 'Bench')
  const baseUrl = `http://127.0.0.1:${vendor.port}/v1`
  cli('provider', 'add', '--name', PROVIDER, '--base-url', baseUrl, '--model', 'm')
  const bare = await startPinned(SERVER_CORE, [file('bare-proxy.ts'), `http://127.0.0.1:${vendor.port}`])
  const flags = ['--expose-gc', `--import=${file('collect-on-signal.ts')}`, join(root, 'apps/server/src/main.ts')]
  const ours = await startPinned(SERVER_CORE, flags, { env, ready: /Open\s+http\S+:(\d+)\/panel\// })
  const headers = { authorization: `Bearer ${key}` }
  return {
    direct: { name: 'direct', port: vendor.port, headers: {}, model: 'm' },
    bare: { name: 'bare', port: bare.port, headers: {}, model: 'm', process: bare },
    ours: { name: 'ours', port: ours.port, headers, model: `${PROVIDER}/m`, process: ours },
    stop() {
      for (const one of [ours, bare, vendor]) one.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
