import type { Config } from '#server/config/load-config.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'

/** What `/health` reports; each part is asked for its present state. */
export interface HealthProbe {
  readonly hasModel: () => boolean
  readonly hasVoice: () => boolean
}

export function describeHealth(
  config: Pick<Config, 'deploymentMode'>,
  dialect: Pick<Dialect, 'name'>,
  probe: HealthProbe,
  now: Date,
) {
  const [llm, tts] = [probe.hasModel(), probe.hasVoice()]
  return {
    status: llm && (tts || config.deploymentMode === 'cloud') ? ('healthy' as const) : ('degraded' as const),
    deployment_mode: config.deploymentMode,
    services: { llm, tts, stt: false },
    database: dialect.name,
    timestamp: now.toISOString(),
  }
}
