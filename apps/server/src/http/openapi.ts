import { OpenAiError } from '@secretary/contracts/openai-error'
import { Problem } from '@secretary/contracts/problem'
import { type Contract, isKeyAccess, type RouteDefinition } from '@secretary/contracts/route'
import * as z from 'zod'
import { problemTable } from './problem-handler.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of a contract: `operationId` is the route's key, `x-access` its rule, shared schemas are components. */
export function buildOpenApi(contract: Contract, info: { version: string }): Json {
  const components: Json = {}
  const paths: Record<string, Json> = {}
  for (const [operationId, definition] of Object.entries(contract)) {
    const path = definition.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operation(operationId, definition, components) }
  }
  addSchema(Problem, 'output', components)
  addSchema(OpenAiError, 'output', components)
  return sortKeys({
    openapi: '3.1.0',
    info: { title: 'Secretary', version: info.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key; `x-api-key` and `api-key` do as well' },
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        ticket: { type: 'apiKey', in: 'query', name: 'ticket' },
      },
    },
  }) as Json // An object goes in, an object comes out.
}

function operation(operationId: string, definition: RouteDefinition, components: Json): Json {
  const parameters = [
    ...parametersOf(definition.params, 'path', components),
    ...parametersOf(definition.query, 'query', components),
  ]
  return {
    operationId,
    summary: definition.summary,
    tags: definition.tags,
    'x-access': definition.access,
    security: securityOf(definition),
    ...(parameters.length > 0 && { parameters }),
    ...(definition.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: addSchema(definition.body, 'input', components) } },
      },
    }),
    ...(definition.consumes &&
      !definition.body && { requestBody: { required: true, content: { [definition.consumes]: {} } } }),
    responses: { ...successes(definition, components), ...failures(definition) },
  }
}

function securityOf({ access }: RouteDefinition): Json[] {
  if (access === 'public' || access === 'metrics') return []
  if (isKeyAccess(access)) return [{ apiKey: [] }]
  return [{ [access === 'ticket' ? 'ticket' : 'session']: [] }]
}

function parametersOf(schema: z.ZodType | undefined, location: 'path' | 'query', components: Json): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  const shape: Record<string, z.ZodType> = schema.shape
  return Object.entries(shape).map(([name, field]) => ({
    name,
    in: location,
    required: location === 'path' || !field.safeParse(undefined).success,
    schema: addSchema(field, 'input', components),
  }))
}

function successes(definition: RouteDefinition, components: Json): Json {
  return Object.fromEntries(
    Object.entries(definition.responses).map(([status, schema]) => {
      const { produces = 'application/json', streamEvent, summary } = definition
      const isDescribed = produces === 'application/json' || produces === 'text/event-stream'
      const content = {
        [produces]: isDescribed ? { schema: addSchema(schema, 'output', components) } : {},
        ...(streamEvent && { 'text/event-stream': { schema: addSchema(streamEvent, 'output', components) } }),
      }
      return [status, { description: summary, content }]
    }),
  )
}

/** Every code a route can give, gathered by status. */
function failures(definition: RouteDefinition): Json {
  const codes = new Set([
    ...(definition.problems ?? []),
    ...(definition.access === 'public' ? [] : (['not_authenticated', 'forbidden'] as const)),
    'validation_failed' as const,
    'rate_limited' as const,
  ])
  const byStatus = new Map<number, string[]>()
  for (const code of codes) byStatus.set(problemTable[code][0], [...(byStatus.get(problemTable[code][0]) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.join(', '),
        content:
          definition.errors === 'openai'
            ? { 'application/json': { schema: { $ref: '#/components/schemas/OpenAiError' } } }
            : { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

/** Named schemas move to the components; the same name must always mean the same shape. */
function addSchema(schema: z.ZodType, io: 'input' | 'output', components: Json): unknown {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Record<string, Json> } // The library types it as a recursive schema; here it is plain JSON.
  for (const [name, definition] of Object.entries($defs)) define(components, name, rewriteReferences(definition))
  return rewriteReferences(root)
}

function define(components: Json, name: string, definition: unknown): void {
  const present = components[name]
  if (present !== undefined && JSON.stringify(present) !== JSON.stringify(definition))
    throw new Error(`Schema ${name} is used with two shapes: give the input and the output a name of their own`)
  components[name] = definition
}

function rewriteReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewriteReferences)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : rewriteReferences(inner),
    ]),
  )
}

/** Sorted, so that a diff shows what changed and nothing else. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}
