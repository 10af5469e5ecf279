import type { Provider, ProviderInput, ProviderPatch } from '@secretary/contracts/providers.contract'
import { listModels } from '@secretary/models/providers/openai-compatible/list-models'
import { languageModelFactories } from '@secretary/models/registry'
import type { LanguageModel, LanguageModelPart } from '@secretary/models/spec/language-model'
import { createGuardedFetch } from '@secretary/models/util/guarded-fetch'
import { isReachAllowed } from '@secretary/models/util/guarded-target'
import { type ModelProblem, type ModelTest, problemOf, testModel } from '@secretary/models/util/test-model'
import type { Config } from '#server/config/load-config.ts'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { UnitOfWork } from '#server/db/unit-of-work.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { createHealthRecord, type RecordedHealth } from '#server/platform/health-record.ts'
import { newId } from '#server/platform/ids.ts'
import type { SecretStore } from '#server/platform/secrets/secret-store.ts'
import type { Connection } from './connection.ts'
import { providerSlug } from './provider-slug.ts'
import { createProvidersRepository, type StoredProvider } from './providers.repository.ts'

const TEST_TIMEOUT_MS = 30_000

export interface CurrentModel {
  readonly model: LanguageModel
  readonly providerId: string
  readonly providerName: string
  readonly modelId: string
  readonly contextWindowTokens: number
}

export interface ProviderDraft {
  readonly providerId?: string | undefined
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string | null | undefined
}

export interface ProvidersService {
  /** Builds the default model from what is stored; again after every change. */
  load(): Promise<void>
  /** The model that answers now, or null. */
  current(): CurrentModel | null
  /** How the model that answers now fared when it was last asked. */
  health(): RecordedHealth
  /** Every enabled provider, the default first. The same array until something changes. */
  connections(): readonly Connection[]
  /** The enabled provider of this short name. */
  connection(slug: string): Connection | null
  list(): Promise<Provider[]>
  /** @throws AppError `provider_name_taken`, `provider_address_refused` */
  create(input: ProviderInput): Promise<Provider>
  /** A new address drops a key that is not given again: a key goes nowhere it was not meant for. @throws AppError `not_found`, `provider_name_taken`, `provider_address_refused` */
  update(id: string, patch: ProviderPatch): Promise<Provider>
  /** @throws AppError `not_found` */
  delete(id: string): Promise<void>
  test(draft: ProviderDraft): Promise<ModelTest>
  listModels(draft: ProviderDraft): Promise<{ items: string[]; problem: ModelProblem | null }>
}

interface ProvidersDeps {
  db: Executor
  dialect: Pick<Dialect, 'isUniqueViolation'>
  unitOfWork: UnitOfWork
  secrets: SecretStore
  configChanges: ConfigChanges
  config: Pick<Config, 'deploymentMode'>
  /** Called when the model begins to fail, or works again. */
  onHealthTurn: () => void
  clock: Clock
}

export function createProvidersService(deps: ProvidersDeps): ProvidersService {
  const { db, dialect, unitOfWork, secrets, configChanges, config, onHealthTurn, clock } = deps
  const repository = createProvidersRepository(db)
  const secretKey = (id: string) => `provider:${id}`
  const reach = config.deploymentMode === 'local' ? 'local-only' : 'anywhere'
  const fetchFor = (provider: string) => createGuardedFetch({ provider, reach })
  let current: CurrentModel | null = null
  let record = createHealthRecord(clock, onHealthTurn)
  let recordedFor = ''
  let connections: readonly Connection[] = []
  let bySlug: ReadonlyMap<string, Connection> = new Map()

  async function load(): Promise<void> {
    const enabled = (await repository.list())
      .filter(({ isEnabled }) => isEnabled)
      .sort((left, right) => Number(right.isDefault) - Number(left.isDefault))
    const connected = await Promise.all(enabled.map(connect))
    const [first] = enabled
    const [connection] = connected
    connections = connected
    bySlug = new Map(connected.map((one) => [one.slug, one]))
    current = first && connection ? modelOf(first, connection) : null
  }

  async function connect({ id, slug, name, baseUrl, model, createdAt }: StoredProvider): Promise<Connection> {
    const apiKey = await secrets.read(secretKey(id))
    return { providerId: id, slug, name, baseUrl, apiKey, modelId: model, reach, createdAt }
  }

  function modelOf({ type, contextWindowTokens }: StoredProvider, connection: Connection): CurrentModel {
    const { providerId: id, name, baseUrl, apiKey, modelId } = connection
    const model = languageModelFactories[type]({
      providerId: id,
      providerName: name,
      baseUrl,
      apiKey,
      modelId,
      contextWindowTokens,
      fetch: fetchFor(name),
    })
    return {
      model: watched(model, JSON.stringify([id, baseUrl, apiKey, modelId])),
      providerId: id,
      providerName: name,
      modelId,
      contextWindowTokens,
    }
  }

  /** Another model, or another key: what was known of the one before says nothing of it. */
  function watched(model: LanguageModel, identity: string): LanguageModel {
    if (identity !== recordedFor) record = createHealthRecord(clock, onHealthTurn)
    recordedFor = identity
    const own = record
    const isLast = ({ type }: LanguageModelPart) => type === 'finish'
    return {
      info: model.info,
      stream: (request, { signal }) => own.watch(model.stream(request, { signal }), { signal, isLast }),
    }
  }

  async function find(id: string): Promise<StoredProvider> {
    const provider = await repository.find(id)
    if (!provider) throw new AppError('not_found')
    return provider
  }

  async function requireAllowed(baseUrl: string): Promise<void> {
    if (!(await isReachAllowed(baseUrl, reach)))
      throw new AppError('provider_address_refused', {
        detail:
          reach === 'local-only'
            ? 'DEPLOYMENT_MODE is local: only addresses inside this network may be named'
            : 'there clouds keep their credentials, and no model',
      })
  }

  async function view(provider: StoredProvider): Promise<Provider> {
    const hints = await secrets.hints([secretKey(provider.id)])
    return { ...provider, apiKeyHint: hints.get(secretKey(provider.id)) ?? null }
  }

  /** Row, key, default and version number change together or not at all. */
  async function store(
    provider: StoredProvider,
    change: { isNew: boolean; apiKey: string | null | undefined },
  ): Promise<Provider> {
    try {
      await unitOfWork.run(async (executor) => {
        const rows = createProvidersRepository(executor)
        await (change.isNew ? rows.insert(provider) : rows.update(provider))
        if (change.apiKey !== undefined)
          await secrets.put(secretKey(provider.id), change.apiKey === '' ? null : change.apiKey, executor)
        if (provider.isDefault) await rows.setDefault(provider.id)
        await configChanges.bump('providers', executor)
      })
    } catch (error) {
      throw dialect.isUniqueViolation(error) ? new AppError('provider_name_taken', { cause: error }) : error
    }
    await load()
    return view(provider)
  }

  /** A stored key is used for the stored address only. */
  async function keyFor({ providerId, baseUrl, apiKey }: ProviderDraft): Promise<string | null> {
    if (apiKey !== undefined) return apiKey === '' ? null : apiKey
    if (providerId === undefined) return null
    const provider = await find(providerId)
    return sameHost(provider.baseUrl, baseUrl) ? secrets.read(secretKey(providerId)) : null
  }

  configChanges.onRemoteChange('providers', load)

  return {
    load,
    current: () => current,
    health: () => record.health(),
    connections: () => connections,
    connection: (slug) => bySlug.get(slug) ?? null,
    list: async () => Promise.all((await repository.list()).map(view)),
    async create({ apiKey, ...input }) {
      await requireAllowed(input.baseUrl)
      const present = await repository.list()
      const now = timestamp(clock)
      const slug = providerSlug(input.name, new Set(present.map((provider) => provider.slug)))
      const provider: StoredProvider = {
        ...input,
        baseUrl: trimUrl(input.baseUrl),
        id: newId(),
        slug,
        isDefault: input.isDefault || present.length === 0,
        createdAt: now,
        updatedAt: now,
      }
      return store(provider, { isNew: true, apiKey })
    },
    async update(id, { apiKey, ...patch }) {
      const present = await find(id)
      if (patch.baseUrl !== undefined) await requireAllowed(patch.baseUrl)
      const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const provider: StoredProvider = { ...present, ...changes, updatedAt: timestamp(clock) }
      const isMoved = !sameHost(present.baseUrl, provider.baseUrl)
      return store(
        { ...provider, baseUrl: trimUrl(provider.baseUrl) },
        { isNew: false, apiKey: apiKey === undefined && isMoved ? null : apiKey },
      )
    },
    async delete(id) {
      const provider = await find(id)
      await unitOfWork.run(async (executor) => {
        await createProvidersRepository(executor).delete(provider.id)
        await secrets.put(secretKey(id), null, executor)
        await configChanges.bump('providers', executor)
      })
      await load()
    },
    async test(draft) {
      const options = {
        providerId: '',
        providerName: new URL(draft.baseUrl).host,
        baseUrl: trimUrl(draft.baseUrl),
        apiKey: await keyFor(draft),
        modelId: draft.model,
        contextWindowTokens: 8192,
      }
      const model = languageModelFactories.custom({ ...options, fetch: fetchFor(options.providerName) })
      return testModel(model, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS) })
    },
    async listModels(draft) {
      const providerName = new URL(draft.baseUrl).host
      const source = {
        providerName,
        baseUrl: trimUrl(draft.baseUrl),
        apiKey: await keyFor(draft),
        fetch: fetchFor(providerName),
      }
      try {
        return { items: await listModels(source, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS) }), problem: null }
      } catch (error) {
        return { items: [], problem: problemOf(error) }
      }
    },
  }
}

function trimUrl(url: string): string {
  return url.replace(/\/+$/, '')
}

function sameHost(left: string, right: string): boolean {
  const [a, b] = [new URL(left), new URL(right)]
  return a.protocol === b.protocol && a.host === b.host
}
