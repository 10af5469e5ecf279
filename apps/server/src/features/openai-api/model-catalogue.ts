import type { Model } from '@secretary/contracts/openai.contract'
import { listModels } from '@secretary/models/providers/openai-compatible/list-models'
import { createGuardedFetch } from '@secretary/models/util/guarded-fetch'
import type { Logger } from 'pino'
import type { Connection } from '#server/features/providers/connection.ts'
import type { Clock } from '#server/platform/clock.ts'
import { modelNotFound, routeOfModel, SECRETARY_MODEL } from './model-route.ts'

export interface ModelCatalogue {
  /** Ours, the ones the owner chose, and what the providers last said they have. Never waits for them. */
  list(): readonly Model[]
  /** @throws ApiError 404 for an unknown provider, and for a model that its provider does not list */
  retrieve(id: string): Model
}

interface CatalogueDeps {
  providers: { connections(): readonly Connection[]; connection(slug: string): Connection | null }
  logger: Logger
  clock: Clock
}

interface Learnt {
  readonly connection: Connection
  readonly ids: readonly string[]
  readonly refreshAtMs: number
}

const REFRESH_EVERY_MS = 5 * 60_000
const REFRESH_AFTER_FAILURE_MS = 60_000
const LIST_TIMEOUT_MS = 15_000

export function createModelCatalogue({ providers, logger, clock }: CatalogueDeps): ModelCatalogue {
  const learnt = new Map<string, Learnt>()
  const running = new Set<string>()
  const nowMs = () => clock.now().getTime()
  const secretary: Model = { id: SECRETARY_MODEL, object: 'model', created: seconds(nowMs()), owned_by: 'secretary' }

  /** What was learnt of another address says nothing about this one. */
  function idsOf(connection: Connection): readonly string[] {
    const known = learnt.get(connection.providerId)
    if (known?.connection !== connection || known.refreshAtMs <= nowMs()) refreshInBackground(connection)
    return known?.connection.baseUrl === connection.baseUrl ? known.ids : []
  }

  function refreshInBackground(connection: Connection): void {
    const { providerId, name, reach, baseUrl, apiKey } = connection
    if (running.has(providerId)) return
    running.add(providerId)
    const fetch = createGuardedFetch({ provider: name, reach })
    listModels({ providerName: name, baseUrl, apiKey, fetch }, { signal: AbortSignal.timeout(LIST_TIMEOUT_MS) })
      .then((ids) => learnt.set(providerId, { connection, ids, refreshAtMs: nowMs() + REFRESH_EVERY_MS }))
      .catch((error: unknown) => {
        logger.debug({ err: error, providerId }, 'a provider did not list its models')
        const ids = learnt.get(providerId)?.ids ?? []
        learnt.set(providerId, { connection, ids, refreshAtMs: nowMs() + REFRESH_AFTER_FAILURE_MS })
      })
      .finally(() => running.delete(providerId))
  }

  function modelsOf(connection: Connection): Model[] {
    const ids = new Set([...(connection.modelId === '' ? [] : [connection.modelId]), ...idsOf(connection)])
    return [...ids].map((id) => modelOf(connection, id))
  }

  return {
    list: () => [secretary, ...providers.connections().flatMap(modelsOf)],
    retrieve(id) {
      const route = routeOfModel(id, providers.connection)
      if (route.kind === 'turn') return secretary
      const { connection, model } = route
      const listed = idsOf(connection)
      if (listed.length > 0 && model !== connection.modelId && !listed.includes(model)) throw modelNotFound(id)
      return modelOf(connection, model)
    },
  }
}

function modelOf({ slug, createdAt }: Connection, id: string): Model {
  return { id: `${slug}/${id}`, object: 'model', created: seconds(Date.parse(createdAt)), owned_by: slug }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000)
}
