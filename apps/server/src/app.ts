import fastifyCookie from '@fastify/cookie'
import fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Container } from './container.ts'
import { registerApiDocsRoutes } from './features/api-docs/api-docs.routes.ts'
import { registerApiKeyRoutes } from './features/api-keys/api-keys.routes.ts'
import { registerAuthRoutes } from './features/auth/auth.routes.ts'
import { registerBackupRoutes } from './features/backup/backup.routes.ts'
import { registerBusinessRoutes } from './features/business/business.routes.ts'
import { registerServiceImportRoutes } from './features/business/service-imports.routes.ts'
import { registerConversationRoutes } from './features/conversations/conversations.routes.ts'
import { registerMessageRoutes } from './features/conversations/messages.routes.ts'
import { registerDashboardRoutes } from './features/dashboard/dashboard.routes.ts'
import { registerDemoRoutes } from './features/demo/demo.routes.ts'
import { registerFaqRoutes } from './features/faq/faq.routes.ts'
import { registerFaqImportRoutes } from './features/faq/faq-imports.routes.ts'
import { registerFaqLoopRoutes } from './features/faq/faq-loop.routes.ts'
import { registerStarterPackRoutes } from './features/faq/starter-packs/starter-packs.routes.ts'
import { registerInviteRoutes } from './features/invites/invites.routes.ts'
import { registerLeadRoutes } from './features/leads/leads.routes.ts'
import { registerLegacyApiRoutes } from './features/legacy-api/legacy-api.routes.ts'
import { registerOpenAiRoutes } from './features/openai-api/openai-api.routes.ts'
import { registerSpeechRoutes } from './features/openai-api/speech.routes.ts'
import { registerProviderRoutes } from './features/providers/providers.routes.ts'
import { registerSetupRoutes } from './features/setup/setup.routes.ts'
import { registerAboutRoutes } from './features/system/about.routes.ts'
import { registerSystemRoutes } from './features/system/system.routes.ts'
import { registerUserRoutes } from './features/users/users.routes.ts'
import { registerVoiceRoutes } from './features/voices/voices.routes.ts'
import { registerAnswerHead } from './http/answer-head.ts'
import { createBodyBudget } from './http/body-budget.ts'
import { registerCrossOrigin } from './http/cross-origin.ts'
import { refuseAddress, refuseConnection } from './http/early-errors.ts'
import { isKeyPath, keyMethodsAt } from './http/key-paths.ts'
import { encodeModelId } from './http/model-id-path.ts'
import { createMount, DEFAULT_BODY_LIMIT_BYTES, type Mount } from './http/mount-contract.ts'
import { unknownUrlError } from './http/openai-errors.ts'
import { originForm } from './http/origin-form.ts'
import { isPanelPage, registerPanelFiles } from './http/panel-files.ts'
import { createPatientServer } from './http/patient-server.ts'
import { createProblemHandler, problemOf, sendProblem } from './http/problem-handler.ts'
import { createRateLimiter } from './http/rate-limit.ts'
import { registerSecurityHeaders } from './http/security-headers.ts'
import { newId } from './platform/ids.ts'
import { jsonShapeError } from './platform/json-shape.ts'

/** A request that takes longer than this to arrive is an attack or a dead line. */
const REQUEST_TIMEOUT_MS = 30_000
const KEEP_ALIVE_TIMEOUT_MS = 65_000
/** Some 10 kB each, and more than a small business ever has visitors. */
const MAX_CONNECTIONS = 10_000
const MEGABYTE = 1024 * 1024
/** Four imports of one person, or whatever large a program asks, and a machine with a gigabyte lives. */
const BODY_BUDGET = {
  fromBytes: DEFAULT_BODY_LIMIT_BYTES,
  perIdentityBytes: 96 * MEGABYTE,
  totalBytes: 256 * MEGABYTE,
}

/** Builds the HTTP application over a container. Opens nothing: that is main's part. */
export async function buildApp(container: Container): Promise<FastifyInstance> {
  const { config } = container
  const app = fastify({
    loggerInstance: loggerOfRequests(container.logger),
    genReqId: () => newId(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    serverFactory: (handle) =>
      createPatientServer(handle, {
        laps: container.laps,
        maxConnections: MAX_CONNECTIONS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      }),
    forceCloseConnections: true,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
    routerOptions: { maxParamLength: 300 },
    rewriteUrl: (request) => encodeModelId(originForm(request.url ?? '/')),
  }) as unknown as FastifyInstance // Fastify's type names our logger; nothing below depends on which one it is.
  app.decorateRequest('actor', null)
  app.decorateRequest('address', '')
  registerBodyParsers(app)
  app.setErrorHandler(createProblemHandler({ isStorageFull: container.dialect.isStorageFull }))
  registerNotFound(app)
  registerAnswerHead(app)
  registerSecurityHeaders(app, { isHttps: config.publicUrl?.protocol === 'https:' })
  observeRequests(app, container)
  await registerRoutes(app, container)
  await registerPanelFiles(app)
  app.addHook('preClose', async () => container.openStreams.closeAll())
  return app
}

/**
 * Requests are logged by observeRequests, at a level of their own. One logger for all: one of its own for each request costs more than what is ever
 * logged of it.
 */
function loggerOfRequests(logger: Logger): Logger {
  const ofAll: Logger = logger.child({}, { level: logger.isLevelEnabled('warn') ? 'warn' : logger.level })
  return Object.assign(ofAll, { child: () => ofAll })
}

async function registerRoutes(app: FastifyInstance, container: Container): Promise<void> {
  const { config } = container
  const deps = {
    auth: container.auth,
    tickets: container.tickets,
    apiKeys: container.apiKeys,
    bodyBudget: createBodyBudget(BODY_BUDGET),
    openStreams: container.openStreams,
    audit: container.audit,
    metricsToken: config.metricsToken,
    rateLimiter: createRateLimiter(config.rateLimit),
  }
  // What only browsers need stays off the way of programs.
  await app.register(async (panel) => {
    await registerCrossOrigin(panel, { origins: config.corsOrigins, hasKeyOrigin: container.apiKeys.hasOrigin })
    await panel.register(fastifyCookie)
    registerPanelRoutes(createMount(panel, deps), container)
  })
  registerKeyRoutes(createMount(app, deps), container)
}

function registerKeyRoutes(mount: Mount, container: Container): void {
  registerOpenAiRoutes(mount, container)
  registerSpeechRoutes(mount, container)
  registerLegacyApiRoutes(mount, container)
}

function registerPanelRoutes(mount: Mount, container: Container): void {
  registerSystemRoutes(mount, container)
  registerApiDocsRoutes(mount)
  registerAboutRoutes(mount, container)
  registerSetupRoutes(mount, container)
  registerAuthRoutes(mount, { ...container, publicUrl: container.config.publicUrl })
  registerUserRoutes(mount, container)
  registerInviteRoutes(mount, { ...container, publicUrl: container.config.publicUrl })
  registerApiKeyRoutes(mount, container)
  registerBusinessRoutes(mount, container)
  registerServiceImportRoutes(mount, container)
  registerFaqRoutes(mount, container)
  registerFaqLoopRoutes(mount, container)
  registerFaqImportRoutes(mount, container)
  registerStarterPackRoutes(mount, container)
  registerDashboardRoutes(mount, container)
  registerLeadRoutes(mount, container)
  registerProviderRoutes(mount, container)
  registerVoiceRoutes(mount, container)
  registerConversationRoutes(mount, container)
  registerMessageRoutes(mount, container)
  registerBackupRoutes(mount, container)
  registerDemoRoutes(mount, container)
}

/** JSON, and bytes where a route takes them; anything else is refused before it is read. */
function registerBodyParsers(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Some routes pass the bytes on, or read of them what they need.
    if (request.routeOptions.config.definition?.consumes === 'application/json') done(null, body)
    else {
      const refusal = jsonShapeError(body)
      if (refusal) done(refusal)
      else void parseJson(request, body.toString('utf8'), done)
    }
  })
}

function registerNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (isPanelPage(request.method, request.url))
      return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const methods = keyMethodsAt(request.url)
    if (methods.length === 0 && isKeyPath(request.url))
      return reply.status(404).send(unknownUrlError(request.method, request.url))
    if (methods.length > 0) reply.header('allow', methods.join(', '))
    return sendProblem(request, reply, problemOf(methods.length > 0 ? 'method_not_allowed' : 'not_found', request.id))
  })
}

function observeRequests(app: FastifyInstance, { metrics, logger }: Container): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method } = request
    const route = request.routeOptions.url ?? 'none'
    const { statusCode: status, elapsedTime: ms } = reply
    metrics.requestTimes.note({ method, route, status, seconds: ms / 1_000 })
    if (logger.isLevelEnabled('debug')) logger.debug({ requestId, method, route, status, ms }, 'answered')
    done()
  })
}
