import type { Config } from '#server/config/load-config.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { Repairs } from './repairs.ts'

/** What `/health` reports; each part is asked for its present state. */
export interface HealthProbe {
  readonly hasModel: () => boolean
  readonly hasVoice: () => boolean
}

export interface HealthDeps {
  readonly config: Pick<Config, 'deploymentMode'>
  readonly dialect: Pick<Dialect, 'name'>
  readonly probe: HealthProbe
  readonly recovery: { repairs(): Repairs }
  readonly clock: Clock
}

export function describeHealth({ config, dialect, probe, recovery, clock }: HealthDeps) {
  const [llm, tts] = [probe.hasModel(), probe.hasVoice()]
  return {
    status: llm && (tts || config.deploymentMode === 'cloud') ? ('healthy' as const) : ('degraded' as const),
    deployment_mode: config.deploymentMode,
    services: { llm, tts, stt: false },
    database: dialect.name,
    repaired: recovery.repairs(),
    timestamp: clock.now().toISOString(),
  }
}
