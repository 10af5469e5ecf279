import { existsSync } from 'node:fs'
import type { Config } from '#server/config/load-config.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { SetupService } from '#server/features/setup/setup.service.ts'
import type { HealthProbe } from './health.ts'
import { reachableUrls, tunnelCommand } from './reachable-urls.ts'
import { describeRepairs, type Repairs } from './repairs.ts'

interface StartDeps {
  config: Config
  dialect: Dialect
  setup: SetupService
  probe: HealthProbe
  recovery: { repairs(): Repairs }
  migration: { applied: readonly string[]; backupFile: string | null }
}

/** Systemd and containers look after what they started; where systemd is not there, no line would help. */
const endsAtLogOut = ({ isService }: Config) => !isService && existsSync('/run/systemd/system')

/** What a person reads after `npm start`: where it opens, where the data lies, what is on, and on first start the set-up link as the last line. */
export async function describeStart(
  { config, dialect, setup, probe, recovery, migration }: StartDeps,
  listening: readonly (string | { port: number })[],
): Promise<string> {
  const first = listening[0]
  const port = typeof first === 'object' ? first.port : config.port
  const urls = reachableUrls(config, port)
  const lines = ['', 'Secretary is running.', ...urls.map((url) => `  Open      ${url}/panel/`)]
  const tunnel = tunnelCommand(config, port)
  if (tunnel !== null)
    lines.push('  Tunnel    run this on your own computer, then open the address above there:', `            ${tunnel}`)
  lines.push(`  Data      ${config.dataDir}${config.isDemo ? ' (a demonstration: erased at its next start)' : ''}`)
  if (endsAtLogOut(config))
    lines.push('  Lasting   npm run --silent cli -- service install   (this one ends when you log out)')
  lines.push(`  Database  ${dialect.name === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`)
  if (migration.backupFile) lines.push(`  Backup    ${migration.backupFile} (made before this update)`)
  const repaired = describeRepairs(recovery.repairs())
  if (repaired !== null) lines.push(`  Repaired  ${repaired} (the server did not end in peace last time)`)
  lines.push(`  Model     ${probe.hasModel() ? 'connected' : 'none yet: answers come from your questions and answers'}`)
  lines.push(`  Voice     ${probe.hasVoice() ? 'on' : 'off'}`)
  const { hasAccount } = await setup.state()
  if (!hasAccount)
    lines.push('', 'Open this link once to create your account:', `${urls[0]}/setup#token=${await setup.issueToken()}`)
  return lines.join('\n')
}
