import { type Logger, pino } from 'pino'

/** Never written, wherever in a log line they stand. */
const secretPaths = [
  'authorization',
  'cookie',
  'password',
  'token',
  'apiKey',
  'newPassword',
  'oldPassword',
  'refreshToken',
  'accessToken',
]

export function createLogger(options: { level: string; destination?: 'stdout' | 'stderr' }): Logger {
  const redact = secretPaths.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `req.headers.${name}`])
  return pino(
    {
      level: options.level,
      redact: { paths: [...redact, 'req.headers["x-api-key"]', 'req.headers["api-key"]'], censor: '[secret]' },
      base: null,
    },
    pino.destination({ fd: options.destination === 'stderr' ? 2 : 1, sync: false }),
  )
}
