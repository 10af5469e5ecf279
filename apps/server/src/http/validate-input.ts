import type { RouteDefinition } from '@secretary/contracts/route'
import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { AppError } from '#server/platform/app-error.ts'
import { jsonPath } from '#server/platform/json-path.ts'

export interface ValidInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/**
 * Parses what the route declares. A wrong id is not found; everything else that is wrong is told at once, by its path.
 * @throws AppError `validation_failed`, `not_found`, `unsupported_media_type`
 */
export function validateInput(definition: RouteDefinition, request: FastifyRequest): ValidInput {
  const params = definition.params?.safeParse(request.params)
  if (params && !params.success) throw new AppError('not_found')
  const issues: { path: string; code: string; message: string }[] = []
  const query = definition.query && parsePart(strict(definition.query), request.query, 'query', issues)
  const body = definition.consumes
    ? bytesOf(request, definition.consumes)
    : definition.body && parsePart(definition.body, request.body ?? undefined, '', issues)
  if (issues.length > 0) throw new AppError('validation_failed', { issues })
  return { params: params?.data, query, body }
}

function parsePart(
  schema: z.ZodType,
  value: unknown,
  prefix: string,
  issues: { path: string; code: string; message: string }[],
): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues.slice(0, 50))
    issues.push({ path: jsonPath(prefix, issue.path), code: issue.code ?? 'invalid', message: issue.message })
  return undefined
}

/** A misspelled query field would be ignored in silence otherwise. */
function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema
}

function bytesOf({ body, headers }: FastifyRequest, contentType: string): Uint8Array {
  if (body instanceof Uint8Array && headers['content-type']?.toLowerCase().startsWith(contentType)) return body
  throw new AppError('unsupported_media_type', { detail: `Send the body as ${contentType}` })
}
