import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '#server/config/load-config.ts'
import { startErrorMessage } from '#server/config/start-error.ts'
import type { Container } from '#server/container.ts'
import { probePort } from '#server/platform/probe-port.ts'

export interface Finding {
  readonly id: string
  readonly state: 'ok' | 'warning' | 'problem'
  readonly text: string
  readonly advice: string | null
}

const LOW_DISK_BYTES = 500 * 1024 ** 2

type Examined = Pick<Container, 'config' | 'db' | 'dialect' | 'providers' | 'probe' | 'secrets'>

/** Looks at everything an installation depends on, and says in words what a person can do; also where the database can't be opened. */
export async function examine(config: Config, open: () => Promise<Examined>): Promise<Finding[]> {
  const inside = await examineInside(open)
  return [node(), await port(config), await disk(config.dataDir), permissions(config.dataDir), ...inside, https(config)]
}

async function examineInside(open: () => Promise<Examined>): Promise<Finding[]> {
  try {
    const container = await open()
    return [await database(container), await secretKeys(container), model(container), voice(container)]
  } catch (error) {
    const message = startErrorMessage(error)
    if (message === null) throw error
    return [problem('database', message, 'Mend this first: neither model nor voice can be looked at before')]
  }
}

const ok = (id: string, text: string): Finding => ({ id, state: 'ok', text, advice: null })
const warning = (id: string, text: string, advice: string): Finding => ({ id, state: 'warning', text, advice })
const problem = (id: string, text: string, advice: string): Finding => ({ id, state: 'problem', text, advice })

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > 24 || (major === 24 && minor >= 15)
  return isNew
    ? ok('node', `Node ${process.version}`)
    : problem(
        'node',
        `Node ${process.version}`,
        'Run commands with npm run, which brings the right Node, or install Node 24.15 or newer',
      )
}

async function port({ host, port: wanted }: Config): Promise<Finding> {
  const error = await probePort({ port: wanted, host })
  if (!error) return ok('port', `Port ${wanted} on ${host} is free`)
  if (error.code !== 'EADDRINUSE')
    return problem(
      'port',
      `Port ${wanted} on ${host} can't be opened (${error.code})`,
      'Set ORCHESTRATOR_PORT or HOST to something this machine has',
    )
  const isOurs = await fetch(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${wanted}/health/live`, {
    signal: AbortSignal.timeout(2_000),
  })
    .then((response) => response.ok)
    .catch(() => false) // Somebody else's program answers otherwise, or not at all.
  return isOurs
    ? ok('port', `Secretary is running on port ${wanted}`)
    : problem(
        'port',
        `Port ${wanted} is taken by another program`,
        'Stop that program, or set ORCHESTRATOR_PORT to another port',
      )
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestFolder(dataDir))
  const megabytes = Math.round((bavail * bsize) / 1024 ** 2)
  return bavail * bsize < LOW_DISK_BYTES
    ? problem('disk', `${megabytes} MB left`, 'Free some space: messages can not be stored on a full disk')
    : ok('disk', `${megabytes} MB left`)
}

function nearestFolder(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? path : nearestFolder(dirname(path))
}

function permissions(dataDir: string): Finding {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return problem('permissions', `${dataDir} can't be written`, 'Make it belong to the user that runs Secretary')
  }
  const key = join(dataDir, 'master.key')
  const isOpen = existsSync(key) && (statSync(key).mode & 0o077) !== 0
  return isOpen
    ? problem('permissions', 'Others on this machine can read the master key', `chmod 600 ${key}`)
    : ok('permissions', `${dataDir} is yours alone`)
}

async function database({ db, dialect }: Examined): Promise<Finding> {
  if (dialect.name === 'postgresql') {
    await sql`select 1`.execute(db)
    return ok('database', 'PostgreSQL answers')
  }
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check`.execute(db)
  const verdict = rows[0]?.quick_check
  return verdict === 'ok'
    ? ok('database', 'SQLite, checked')
    : problem(
        'database',
        `SQLite is damaged: ${verdict}`,
        'Stop the server and restore the newest copy from the backups folder',
      )
}

async function secretKeys({ secrets }: Examined): Promise<Finding> {
  const locked = await secrets.countLocked()
  return locked === 0
    ? ok('secrets', 'The key file opens every stored key')
    : problem(
        'secrets',
        `${locked} stored keys can't be opened: the key file is not the one they were sealed with`,
        'Put the old master.key back (backup restore --with-key), or enter the keys anew',
      )
}

function model({ providers }: Examined): Finding {
  const current = providers.current()
  return current
    ? ok('model', `${current.providerName}, ${current.modelId}`)
    : warning(
        'model',
        'None connected',
        'Answers come from your questions and answers only; connect one under Settings or with: provider add',
      )
}

function voice({ probe }: Examined): Finding {
  return probe.hasVoice()
    ? ok('voice', 'The spare voice is installed')
    : warning('voice', 'No voice', 'Run npm start once more with a network: the voice is an optional package')
}

function https({ publicUrl, host }: Config): Finding {
  if (publicUrl?.protocol === 'https:') return ok('https', publicUrl.href)
  const isLocal = host === 'localhost' || host.startsWith('127.') || host === '::1'
  return isLocal && !publicUrl
    ? ok('https', 'Not needed: it opens on this machine only')
    : warning(
        'https',
        'People reach it without https',
        'Microphone, notifications and installation as an app need https: put a proxy in front and set PUBLIC_URL',
      )
}
