import { type DestinationStream, type Logger, pino } from 'pino'
import { redactLog } from './redact-log.ts'

/** Headers of requests and replies, which are described by their own serializers. */
const headerPaths = ['authorization', 'cookie', '["set-cookie"]', '["x-api-key"]', '["api-key"]'].flatMap((name) =>
  ['req', 'res'].map((side) => `${side}.headers${name.startsWith('[') ? '' : '.'}${name}`),
)

/** What a child logger carries is written as it is. */
const bindingPaths = ['password', 'token', 'apiKey', 'accessToken', 'refreshToken', 'authorization', 'cookie']

/** JSON lines without secrets, wherever in a line they would stand. */
export function createLogger(options: {
  level: string
  destination?: 'stdout' | 'stderr' | DestinationStream
}): Logger {
  const { level, destination = 'stdout' } = options
  return pino(
    {
      level,
      redact: { paths: [...bindingPaths, ...headerPaths], censor: '[secret]' },
      formatters: { log: (fields) => redactLog(fields), bindings: (fields) => redactLog(fields) },
      base: null,
    },
    typeof destination === 'string'
      ? pino.destination({ fd: destination === 'stderr' ? 2 : 1, sync: false })
      : destination,
  )
}
