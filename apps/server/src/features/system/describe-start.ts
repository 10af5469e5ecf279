import { networkInterfaces } from 'node:os'
import type { Config } from '#server/config/load-config.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { SetupService } from '#server/features/setup/setup.service.ts'
import type { HealthProbe } from './health.ts'

interface StartDeps {
  config: Config
  dialect: Dialect
  setup: SetupService
  probe: HealthProbe
  migration: { applied: readonly string[]; backupFile: string | null }
}

/** What a person reads after `npm start`: where it opens, where the data lies, what is on, and on first start the set-up link as the last line. */
export async function describeStart(
  { config, dialect, setup, probe, migration }: StartDeps,
  listening: readonly (string | { port: number })[],
): Promise<string> {
  const first = listening[0]
  const port = typeof first === 'object' ? first.port : config.port
  const urls = reachableUrls(config, port)
  const lines = ['', 'Secretary is running.', ...urls.map((url) => `  Open      ${url}/panel/`)]
  if (config.sshConnection !== null && isLoopbackHost(config.host))
    lines.push(`  Tunnel    ${tunnelCommand(config.sshConnection, port)}`)
  lines.push(`  Data      ${config.dataDir}`)
  lines.push(`  Database  ${dialect.name === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`)
  if (migration.backupFile) lines.push(`  Backup    ${migration.backupFile} (made before this update)`)
  lines.push(`  Model     ${probe.hasModel() ? 'connected' : 'none yet: answers come from your questions and answers'}`)
  lines.push(`  Voice     ${probe.hasVoice() ? 'on' : 'off'}`)
  const { hasAccount } = await setup.state()
  if (!hasAccount)
    lines.push('', 'Open this link once to create your account:', `${urls[0]}/setup#token=${await setup.issueToken()}`)
  return lines.join('\n')
}

/** Only addresses that will really open: loopback alone when we listen there alone. */
export function reachableUrls({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>, port: number): string[] {
  const hosts = isLoopbackHost(host)
    ? ['localhost']
    : isEveryAddress(host)
      ? ['localhost', ...lanAddresses()]
      : [bracket(host)]
  const local = hosts.map((name) => `http://${name}:${port}`)
  return publicUrl ? [publicUrl.href.replace(/\/$/, ''), ...local] : local
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}

function tunnelCommand(sshConnection: string, port: number): string {
  const [, , serverAddress = 'your-server'] = sshConnection.split(' ')
  return `ssh -L ${port}:localhost:${port} ${process.getuid?.() === 0 ? 'root@' : ''}${serverAddress}  (on your own computer, then open the address above)`
}

const isEveryAddress = (host: string) => host === '0.0.0.0' || host === '::'
const isLoopbackHost = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')
const bracket = (host: string) => (host.includes(':') ? `[${host}]` : host)
