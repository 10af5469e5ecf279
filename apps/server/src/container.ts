import type { Logger } from 'pino'
import type { Config } from './config/load-config.ts'
import { prepareDataFolder } from './config/prepare-data-folder.ts'
import type { TurnDeps } from './conversation/turn-deps.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase } from './db/open-database.ts'
import { createUnitOfWork } from './db/unit-of-work.ts'
import { withStorageState } from './db/writer/with-storage-state.ts'
import { createApiKeysService } from './features/api-keys/api-keys.service.ts'
import { createAuditService } from './features/audit/audit.service.ts'
import { createAuthService } from './features/auth/auth.service.ts'
import { createLoginThrottle } from './features/auth/login-throttle.ts'
import { createTickets } from './features/auth/tickets.ts'
import { createBackupRoom } from './features/backup/create-backup-room.ts'
import { createBusinessService } from './features/business/business.service.ts'
import { businessPrompt } from './features/business/business-prompt.ts'
import { createServiceImportService } from './features/business/service-import.service.ts'
import { createAskedQuestionsService } from './features/conversations/asked-questions.service.ts'
import { createConversationsRoom } from './features/conversations/create-conversations-room.ts'
import { createDashboardRoom } from './features/dashboard/create-dashboard-room.ts'
import { createFaqRoom } from './features/faq/create-faq-room.ts'
import { createInvitesService } from './features/invites/invites.service.ts'
import { createLeadsService } from './features/leads/leads.service.ts'
import { createOpenAiRoom } from './features/openai-api/create-openai-room.ts'
import { createSpeechService } from './features/openai-api/speech.service.ts'
import { createProvidersService } from './features/providers/providers.service.ts'
import { createAccessTokens } from './features/sessions/access-token.ts'
import { createSessionsService } from './features/sessions/sessions.service.ts'
import { createConfigChanges } from './features/settings/config-changes.ts'
import { createSettingsService } from './features/settings/settings.service.ts'
import { createSetupService } from './features/setup/setup.service.ts'
import { createDoctorService } from './features/system/doctor.service.ts'
import { examine } from './features/system/examine.ts'
import { createRecovery } from './features/system/recovery.ts'
import { createUsageService } from './features/usage/usage.service.ts'
import { createUsersService } from './features/users/users.service.ts'
import { createSpeechEncoders } from './features/voices/encoding/speech-encoders.ts'
import { createVoicesService } from './features/voices/voices.service.ts'
import { createOpenStreams } from './http/open-streams.ts'
import type { Actor } from './platform/actor.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { createMemoryLiveEvents } from './platform/events/memory-live-events.ts'
import { createMetrics } from './platform/metrics.ts'
import { loadMasterKey } from './platform/secrets/master-key.ts'
import { createSecretStore } from './platform/secrets/secret-store.ts'

export interface ContainerOptions {
  config: Config
  logger: Logger
  clock?: Clock
}

export type Container = Awaited<ReturnType<typeof createContainer>>

/** The composition root: the only place that constructs adapters. Opens and migrates the database; closes in reverse order. */
export async function createContainer({ config, logger, clock = systemClock }: ContainerOptions) {
  prepareDataFolder(config.dataDir)
  const database = await openDatabase(config)
  const { db, readDb, dialect } = database
  const migration = await migrate(database).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const masterKey = loadMasterKey(config.dataDir)
  const unitOfWork = createUnitOfWork(db)
  const liveEvents = createMemoryLiveEvents()
  const openStreams = createOpenStreams()
  const metrics = createMetrics()

  const configChanges = createConfigChanges({ db, liveEvents, logger })
  const settings = createSettingsService({ db, unitOfWork, configChanges, clock })
  await settings.load()
  const onHealthTurn = () => liveEvents.publish({ message: { type: 'health-changed' }, ownerId: null })
  const writer = withStorageState(await dialect.openWriter(), dialect, onHealthTurn)
  const audit = createAuditService({ db, writer, clock })
  const sessions = createSessionsService({ db, configChanges, clock, masterKey })
  const users = createUsersService({ db, dialect, unitOfWork, sessions, configChanges, clock })
  const accessTokens = createAccessTokens({ masterKey, jwtSecret: config.jwtSecret })
  const auth = createAuthService({
    users,
    sessions,
    accessTokens,
    throttle: createLoginThrottle({ db, writer, clock }),
    clock,
  })
  const tickets = createTickets(clock)
  const setup = createSetupService({ db, users, settings, isDemo: config.isDemo, clock })

  const business = createBusinessService({ db, dialect, settings, configChanges, clock })
  await business.load()
  const invites = createInvitesService({ db, users, businessName: () => business.profile().name, clock })
  const serviceImports = createServiceImportService({ db, dialect, writer, business, configChanges, clock })
  const recheckStreams = () => {
    openStreams
      .recheck(recheckActor)
      .catch((error: unknown) => logger.error({ err: error }, 'open streams could not be rechecked'))
  }
  const apiKeys = createApiKeysService({ db, users, writer, configChanges, clock, logger, onExpired: recheckStreams })
  await apiKeys.load()
  const askedQuestions = createAskedQuestionsService({ db: readDb })
  const faqRoom = createFaqRoom({
    db,
    readDb,
    dialect,
    writer,
    business,
    settings,
    configChanges,
    askedQuestions,
    clock,
  })

  const secrets = createSecretStore({ db, masterKey, clock })
  const providers = createProvidersService({
    db,
    dialect,
    unitOfWork,
    secrets,
    configChanges,
    config,
    onHealthTurn,
    clock,
  })
  await providers.load()

  const voices = createVoicesService({ settings, logger, config, onHealthTurn, clock })
  const speechEncoders = createSpeechEncoders({ searchPath: config.programPath })
  const speech = createSpeechService({
    voices,
    encoders: speechEncoders,
    fallbackLanguage: () => business.profile().language,
  })
  const leads = createLeadsService({
    db,
    readDb,
    liveEvents,
    businessLanguage: () => business.profile().language,
    clock,
  })
  const turnDeps: TurnDeps = {
    faq: faqRoom.faqAnswers,
    models: providers,
    voice: voices.current,
    systemPrompt: (language) => businessPrompt(business, language),
  }
  const conversationsRoom = createConversationsRoom({
    db,
    readDb,
    dialect,
    writer,
    turnDeps,
    business,
    leads,
    whenFaqLoaded: faqRoom.faqIndex.whenLoaded,
    liveEvents,
    metrics,
    logger,
    clock,
  })

  const backupRoom = createBackupRoom({
    db,
    dialect,
    dataDir: config.dataDir,
    business,
    hasAccount: async () => (await setup.state()).hasAccount,
    liveEvents,
    logger,
    clock,
  })

  const openAi = createOpenAiRoom({
    ...conversationsRoom,
    db,
    readDb,
    writer,
    turnDeps,
    providers,
    usage: createUsageService({ db }),
    whenFaqLoaded: faqRoom.faqIndex.whenLoaded,
    businessLanguage: () => business.profile().language,
    logger,
    clock,
  })

  const dashboard = createDashboardRoom({
    db: readDb,
    dialect,
    writer,
    business,
    faq: faqRoom.faq,
    askedQuestions,
    providers,
    voices,
    backups: backupRoom.backups,
    leads,
    users,
    clock,
  })

  const recovery = createRecovery({
    dialect,
    faqImports: faqRoom.faqImports,
    recoverTurns: conversationsRoom.recoverTurns,
    logger,
    clock,
  })
  const probe = { hasModel: () => providers.current() !== null, hasVoice: voices.isAvailable }
  const examined = { db, dialect, providers, probe, secrets, repairs: recovery.repairs }
  const doctor = createDoctorService({
    examine: (ownPort) => examine({ config, open: async () => examined, ownPort }),
    clock,
  })

  function recheckActor(actor: Actor) {
    if (actor.kind === 'user') return auth.recheck(actor)
    return actor.kind === 'key' ? apiKeys.recheck(actor) : actor
  }
  // A role, key or session that changed, here or in another process, reaches streams that are open.
  liveEvents.listen(({ message }) => {
    if (message.type !== 'config-changed' || (message.topic !== 'users' && message.topic !== 'api-keys')) return
    // A key ends with what its owner may do.
    const isLoaded = message.topic === 'users' ? apiKeys.load() : Promise.resolve()
    isLoaded.then(recheckStreams, (error: unknown) => logger.error({ err: error }, 'API keys could not be loaded'))
  })
  await configChanges.start()

  let isReady = false
  return {
    config,
    logger,
    clock,
    db,
    dialect,
    migration,
    masterKey,
    unitOfWork,
    liveEvents,
    openStreams,
    metrics,
    configChanges,
    settings,
    audit,
    sessions,
    users,
    invites,
    auth,
    apiKeys,
    tickets,
    setup,
    business,
    serviceImports,
    writer,
    ...faqRoom,
    secrets,
    providers,
    leads,
    dashboard,
    ...conversationsRoom,
    voices,
    ...backupRoom,
    openAi,
    speech,
    probe,
    recovery,
    doctor,
    isReady: () => isReady,
    markReady: () => {
      isReady = true
    },
    async close() {
      isReady = false
      openStreams.closeAll()
      configChanges.close()
      recovery.close()
      await backupRoom.closeBackups()
      await conversationsRoom.closeTurns()
      openAi.retention.close()
      await openAi.recorder.close()
      await voices.close()
      await speechEncoders.close()
      await faqRoom.closeFaq()
      await writer.close()
      await database.close()
    },
  }
}
