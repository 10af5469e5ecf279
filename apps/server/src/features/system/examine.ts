import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Finding, type FindingCode, findingStates } from '@secretary/contracts/about.contract'
import { Health } from '@secretary/contracts/system.contract'
import { type Kysely, sql } from 'kysely'
import type { Config } from '#server/config/load-config.ts'
import { startErrorMessage } from '#server/config/start-error.ts'
import { checkSqliteFile } from '#server/db/check-sqlite-file.ts'
import type { Database } from '#server/db/database.ts'
import type { DatabaseSource } from '#server/db/database-source.ts'
import type { ProvidersService } from '#server/features/providers/providers.service.ts'
import { probePort } from '#server/platform/probe-port.ts'
import type { SecretStore } from '#server/platform/secrets/secret-store.ts'
import type { HealthProbe } from './health.ts'
import type { Repairs } from './repairs.ts'

/** What can be looked at only where the database opens. */
export interface Examined {
  readonly db: Kysely<Database>
  readonly dialect: { readonly source: DatabaseSource }
  readonly providers: Pick<ProvidersService, 'current'>
  readonly probe: Pick<HealthProbe, 'hasVoice'>
  readonly secrets: Pick<SecretStore, 'countLocked'>
  /** Of the server's own start; a command is not the server. */
  readonly repairs?: () => Repairs
}

interface ExamineDeps {
  readonly config: Config
  readonly open: () => Promise<Examined>
  /** Where this very process listens; null where another one may. */
  readonly ownPort: number | null
}

const LOW_DISK_BYTES = 500 * 1024 ** 2

/** Looks at everything an installation depends on; also where the database can't be opened. Holds the event loop nowhere. */
export async function examine({ config, open, ownPort }: ExamineDeps): Promise<Finding[]> {
  const [running, room, inside] = await Promise.all([
    ownPort === null ? lookAtPort(config) : { port: found('port-ours', { port: ownPort }), repairs: null },
    disk(config.dataDir),
    examineInside(open),
  ])
  // A command is not the server, which may run all the same and tells what its start repaired.
  if (running.repairs) inside.splice(1, 0, repairs(running.repairs))
  return [node(), running.port, room, permissions(config.dataDir), ...inside, https(config)]
}

async function examineInside(open: () => Promise<Examined>): Promise<Finding[]> {
  try {
    const opened = await open()
    return [
      await database(opened),
      ...(opened.repairs ? [repairs(opened.repairs())] : []),
      await secretKeys(opened),
      model(opened),
      voice(opened),
    ]
  } catch (error) {
    const reason = startErrorMessage(error)
    if (reason === null) throw error
    return [found('database-unopened', { reason })]
  }
}

function found(code: FindingCode, values: Finding['values'] = {}): Finding {
  // A code begins with the name of its check.
  return { check: code.split('-', 1)[0] as Finding['check'], code, state: findingStates[code], values }
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > 24 || (major === 24 && minor >= 15)
  return found(isNew ? 'node-ok' : 'node-old', { version: process.version })
}

async function lookAtPort({ host, port: wanted }: Config): Promise<{ port: Finding; repairs: Repairs | null }> {
  const error = await probePort({ port: wanted, host })
  if (!error) return { port: found('port-free', { port: wanted, host }), repairs: null }
  if (error.code !== 'EADDRINUSE')
    return { port: found('port-refused', { port: wanted, host, reason: error.code ?? '' }), repairs: null }
  const answer: unknown = await fetch(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${wanted}/health`, {
    signal: AbortSignal.timeout(2_000),
  })
    .then((response) => response.json())
    .catch(() => null) // Somebody else's program answers otherwise, or not at all.
  // One of a version that doesn't tell is ours all the same.
  const { success, data } = Health.partial({ repaired: true }).safeParse(answer)
  return { port: found(success ? 'port-ours' : 'port-taken', { port: wanted }), repairs: data?.repaired ?? null }
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestFolder(dataDir))
  const megabytes = Math.round((bavail * bsize) / 1024 ** 2)
  return found(bavail * bsize < LOW_DISK_BYTES ? 'disk-low' : 'disk-ok', { megabytes })
}

function nearestFolder(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? path : nearestFolder(dirname(path))
}

function permissions(folder: string): Finding {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return found('permissions-unwritable', { folder })
  }
  const file = join(folder, 'master.key')
  const isOpen = existsSync(file) && (statSync(file).mode & 0o077) !== 0
  return isOpen ? found('permissions-key-open', { file }) : found('permissions-ok', { folder })
}

async function database({ db, dialect: { source } }: Examined): Promise<Finding> {
  if (source.kind === 'postgresql') {
    await sql`select 1`.execute(db)
    return found('database-postgresql')
  }
  const verdict = await checkSqliteFile(source.file)
  return verdict === 'ok' ? found('database-sqlite') : found('database-damaged', { verdict })
}

function repairs({ interrupted, resumed, imports }: Repairs): Finding {
  if (interrupted + resumed + imports === 0) return found('repairs-none')
  return found('repairs-made', { interrupted, resumed, imports })
}

async function secretKeys({ secrets }: Examined): Promise<Finding> {
  const count = await secrets.countLocked()
  return count === 0 ? found('secrets-ok') : found('secrets-locked', { count })
}

function model({ providers }: Examined): Finding {
  const current = providers.current()
  return current
    ? found('model-connected', { provider: current.providerName, model: current.modelId })
    : found('model-none')
}

function voice({ probe }: Examined): Finding {
  return found(probe.hasVoice() ? 'voice-ok' : 'voice-none')
}

function https({ publicUrl, host }: Config): Finding {
  // Without a name and password that may stand in the address.
  if (publicUrl?.protocol === 'https:') return found('https-ok', { url: publicUrl.origin })
  const isLocal = host === 'localhost' || host.startsWith('127.') || host === '::1'
  return found(isLocal && !publicUrl ? 'https-unneeded' : 'https-missing')
}
