import { isIP } from 'node:net'
import * as z from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')

/** `30`, `30/minute` or `30/min`: how many in a minute. */
const perMinute = z
  .string()
  .regex(/^\d{1,6}(\/min(ute)?)?$/)
  .transform((value) => Number.parseInt(value, 10))

const list = z.string().transform((value) => value.split(/[\s,]+/).filter((item) => item !== ''))

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => URL.parse(value)?.origin === value, { error: 'must be scheme, host and port only' })

/** `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`; the names are those that Fastify knows. */
const addressOrNetwork = z.string().refine((value) => {
  if (value === 'loopback' || value === 'linklocal' || value === 'uniquelocal') return true
  const [address = '', bits, ...more] = value.split('/')
  const maxBits = isIP(address) === 6 ? 128 : 32
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits)
  return isIP(address) !== 0 && isNetwork && more.length === 0
})

/** Everything the environment may say. What an owner would change lives in the database instead. */
export const envSchema = z.object({
  ORCHESTRATOR_PORT: port.default(8002),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Addresses or networks of proxies whose forwarded headers are believed. */
  TRUST_PROXY: list.pipe(z.array(addressOrNetwork)).default([]),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .refine((value) => URL.canParse(value))
    .optional(),
  DEPLOYMENT_MODE: z.enum(['full', 'cloud', 'local']).default('full'),
  ADMIN_JWT_SECRET: z.string().min(32).optional(),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RATE_LIMIT_ENABLED: flag.default(true),
  RATE_LIMIT_PANEL: perMinute.default(600),
  RATE_LIMIT_KEY: perMinute.default(300),
  RATE_LIMIT_AUTH: perMinute.default(10),
  RATE_LIMIT_CHAT: perMinute.default(30),
  RATE_LIMIT_TTS: perMinute.default(20),
})
