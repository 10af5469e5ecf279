import type { Connection } from '#server/features/providers/connection.ts'
import { ApiError } from '#server/platform/api-error.ts'

/** The model that runs the whole turn. */
export const SECRETARY_MODEL = 'secretary'

/** Where a model id leads: to a turn of our own, or straight to a provider, for any model he may have. */
export type ModelRoute =
  | { readonly kind: 'turn' }
  | { readonly kind: 'provider'; readonly connection: Connection; readonly model: string }

/** `<provider's short name>/<model>` is split at the first slash. @throws ApiError 404 */
export function routeOfModel(id: string, connectionOf: (slug: string) => Connection | null): ModelRoute {
  if (id === SECRETARY_MODEL) return { kind: 'turn' }
  const slash = id.indexOf('/')
  const connection = slash > 0 && slash < id.length - 1 ? connectionOf(id.slice(0, slash)) : null
  if (!connection) throw modelNotFound(id)
  return { kind: 'provider', connection, model: id.slice(slash + 1) }
}

export function modelNotFound(id: string): ApiError {
  return new ApiError({
    status: 404,
    type: 'invalid_request_error',
    message: `The model \`${id.slice(0, 200)}\` does not exist or you do not have access to it.`,
    param: 'model',
    code: 'model_not_found',
  })
}
