import type { SessionGrant } from '@secretary/contracts/auth.contract'
import type { Role } from '@secretary/contracts/permissions'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildApp } from '#server/app.ts'
import { type Config, loadConfig } from '#server/config/load-config.ts'
import { type Container, createContainer } from '#server/container.ts'
import { createBodyBudget } from '#server/http/body-budget.ts'
import { createMount, type Mount } from '#server/http/mount-contract.ts'
import { createRateLimiter } from '#server/http/rate-limit.ts'
import type { Clock } from '#server/platform/clock.ts'
import { createEmptyDatabase, type DatabaseName } from './databases.ts'

export interface TestApp {
  readonly app: FastifyInstance
  readonly container: Container
  readonly config: Config
  /** Of the listening socket. */
  readonly url: string
  /** Creates a user and logs him in. */
  logIn(role: Role, name?: string): Promise<SessionGrant>
  /** A call over the socket, as that user. */
  call(
    method: string,
    path: string,
    options?: { as?: SessionGrant; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly database?: DatabaseName
  readonly env?: Record<string, string>
  readonly clock?: Clock
  /** Where programs of the system are looked for. @default where the tests' own are */
  readonly programPath?: string
  /** Routes beside those of the product. */
  readonly addRoutes?: (mount: Mount) => void
}

const PASSWORD = 'correct horse battery'

/** The whole server on a data folder of its own, listening on a free port. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const empty = await createEmptyDatabase(options.database ?? 'sqlite')
  const loaded = loadConfig({
    DATA_DIR: empty.dataDir,
    ORCHESTRATOR_PORT: '0',
    RATE_LIMIT_ENABLED: 'false',
    ...(empty.databaseUrl && { DATABASE_URL: empty.databaseUrl }),
    ...options.env,
  })
  const config: Config = { ...loaded, programPath: options.programPath ?? loaded.programPath }
  const container = await createContainer({
    config,
    logger: pino({ level: 'silent' }),
    ...(options.clock && { clock: options.clock }),
  })
  const app = await buildApp(container)
  options.addRoutes?.(
    createMount(app, {
      ...container,
      metricsToken: null,
      rateLimiter: createRateLimiter(config.rateLimit),
      bodyBudget: createBodyBudget({ fromBytes: 0, perIdentityBytes: 1e9, totalBytes: 1e9 }),
    }),
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.addresses()[0]
  const url = `http://127.0.0.1:${typeof address === 'object' ? address.port : 0}`
  container.markReady()
  let count = 0
  return {
    app,
    container,
    config,
    url,
    async logIn(role, name = `${role}-${++count}`) {
      const user = await container.users.create({ name, password: PASSWORD, role, language: 'ru' })
      const login = await container.auth.openSession(user, { address: '127.0.0.1', userAgent: 'test' })
      return { accessToken: login.accessToken, expiresInSeconds: 600, user, permissions: {} }
    },
    call: (method, path, { as, body, headers, signal } = {}) =>
      fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(as && { authorization: `Bearer ${as.accessToken}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal && { signal }),
      }),
    async close() {
      await app.close()
      await container.close()
      await empty.drop()
    },
  }
}

export const testPassword = PASSWORD
