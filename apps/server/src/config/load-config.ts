import { resolve } from 'node:path'
import type * as z from 'zod'
import { envSchema } from './env.schema.ts'
import { StartError } from './start-error.ts'

export type Config = Readonly<ReturnType<typeof nest>>

/** Values that were published as examples somewhere; a key that everybody knows is no key. */
const knownDefaults = /^(change|secret|default|example|your)|^(.)\2+$/i

/**
 * Reads the environment once. Unknown variables are none of our business; an empty one counts as absent.
 * @throws StartError that names every wrong variable at once, never its value.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in envSchema.shape && value !== ''),
  )
  const parsed = envSchema.safeParse(given)
  const wrong = new Map<string, string>()
  for (const issue of parsed.error?.issues ?? [])
    wrong.set(String(issue.path[0]), expectation[String(issue.path[0])] ?? 'has a value that is not allowed')
  if (knownDefaults.test(given.ADMIN_JWT_SECRET ?? ''))
    wrong.set('ADMIN_JWT_SECRET', 'is a known default; use 32 or more random characters')
  if (wrong.size > 0 || !parsed.success) {
    throw new StartError(
      'invalid-environment',
      `Wrong environment: ${[...wrong].map(([name, text]) => `${name} ${text}`).join('; ')}`,
    )
  }
  return Object.freeze(nest(parsed.data))
}

const expectation: Record<string, string> = {
  ORCHESTRATOR_PORT: 'must be a number from 0 to 65535',
  PUBLIC_URL: 'must be an http or https address',
  TRUST_PROXY: 'must be a list of addresses or networks such as 10.0.0.0/8',
  DATABASE_URL: 'must be an address such as postgresql://user:password@host/database',
  DEPLOYMENT_MODE: 'must be full, cloud or local',
  ADMIN_JWT_SECRET: 'must have 32 characters or more',
  CORS_ORIGINS: 'must be a list of origins such as https://example.com',
  METRICS_TOKEN: 'must have 16 characters or more',
  LOG_LEVEL: 'must be fatal, error, warn, info, debug, trace or silent',
  RATE_LIMIT_ENABLED: 'must be true or false',
  RATE_LIMIT_PANEL: 'must be a number a minute',
  RATE_LIMIT_KEY: 'must be a number a minute',
  RATE_LIMIT_AUTH: 'must be a number a minute',
  RATE_LIMIT_CHAT: 'must be a number a minute',
  RATE_LIMIT_TTS: 'must be a number a minute',
}

function nest(env: z.output<typeof envSchema>) {
  return {
    port: env.ORCHESTRATOR_PORT,
    host: env.HOST,
    dataDir: resolve(env.DATA_DIR),
    publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL) : null,
    trustedProxies: env.TRUST_PROXY,
    /** Set by `--demo`. */
    isDemo: false as boolean,
    databaseUrl: env.DATABASE_URL ?? null,
    deploymentMode: env.DEPLOYMENT_MODE,
    jwtSecret: env.ADMIN_JWT_SECRET ?? null,
    corsOrigins: env.CORS_ORIGINS,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    rateLimit: {
      isEnabled: env.RATE_LIMIT_ENABLED,
      perMinute: {
        panel: env.RATE_LIMIT_PANEL,
        key: env.RATE_LIMIT_KEY,
        login: env.RATE_LIMIT_AUTH,
        chat: env.RATE_LIMIT_CHAT,
        speech: env.RATE_LIMIT_TTS,
      },
    },
    /** Where programs of the system are looked for. */
    programPath: process.env.PATH ?? '',
    /** Set by sshd; tells which tunnel command to print. */
    sshConnection: process.env.SSH_CONNECTION ?? null,
    /** Set by systemd for whatever it starts. */
    isService: process.env.INVOCATION_ID !== undefined && process.env.SSH_CONNECTION === undefined,
  }
}

/** The variables of ours that are set, as they were given. */
export function givenVariables(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given = Object.entries(env).filter(
    ([name, value]) => name in envSchema.shape && value !== undefined && value !== '',
  )
  return Object.fromEntries(given) as Record<string, string> // Undefined has just been left out.
}

/** One variable that a command names: where a script puts a password or a key. */
export function readVariable(name: string): string | undefined {
  return process.env[name]
}
