import * as z from 'zod'
import { route } from './route.ts'
import { Empty, Id, IdParams, requiredText, Timestamp, text } from './scalars.ts'

export const providerTypes = ['custom'] as const
export const ProviderType = z.enum(providerTypes)
export type ProviderType = z.infer<typeof ProviderType>

const BaseUrl = z.url({ protocol: /^https?$/ }).max(500)

export const Provider = z
  .object({
    id: Id,
    name: z.string(),
    /** Short name in model ids, e.g. `ollama` in `ollama/qwen3`. */
    slug: z.string(),
    type: ProviderType,
    baseUrl: z.string(),
    model: z.string(),
    /** `••••1234`, or null when there is no key. The key itself never comes back. */
    apiKeyHint: z.string().nullable(),
    contextWindowTokens: z.number().int(),
    isDefault: z.boolean(),
    isEnabled: z.boolean(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Provider' })
export type Provider = z.infer<typeof Provider>

const fields = {
  name: requiredText(100),
  baseUrl: BaseUrl,
  model: requiredText(200),
  apiKey: text(1000).nullable(),
  contextWindowTokens: z.number().int().min(512).max(10_000_000),
  isEnabled: z.boolean(),
}

export const ProviderInput = z
  .strictObject({
    ...fields,
    type: ProviderType.default('custom'),
    apiKey: fields.apiKey.default(null),
    contextWindowTokens: fields.contextWindowTokens.default(8192),
    isEnabled: fields.isEnabled.default(true),
    isDefault: z.boolean().default(false),
  })
  .meta({ id: 'ProviderInput' })
export type ProviderInput = z.output<typeof ProviderInput>

/** An absent `apiKey` stays, null removes it. */
export const ProviderPatch = z
  .strictObject(fields)
  .partial()
  .extend({ isDefault: z.literal(true).optional() })
  .meta({ id: 'ProviderPatch' })
export type ProviderPatch = z.output<typeof ProviderPatch>

export const testProblems = [
  'unauthorised',
  'unreachable',
  'unknown-model',
  'rate-limited',
  'address-refused',
  'bad-answer',
  'timeout',
] as const

export const ProviderTest = z
  .object({
    isOk: z.boolean(),
    latencyMs: z.number().nullable(),
    excerpt: z.string().nullable(),
    problem: z.enum(testProblems).nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'ProviderTest' })

/** What an unsaved form holds; with `providerId` an absent key is the stored one, sent to the stored address only. */
const Draft = z.strictObject({
  providerId: Id.optional(),
  baseUrl: BaseUrl,
  model: text(200).default(''),
  apiKey: text(1000).nullable().optional(),
})

export const providersContract = {
  listProviders: route({
    method: 'GET',
    path: '/admin/llm/providers',
    summary: 'Connected language models',
    tags: ['providers'],
    access: 'providers:view',
    responses: { 200: z.object({ items: z.array(Provider), nextCursor: z.null() }) },
  }),
  createProvider: route({
    method: 'POST',
    path: '/admin/llm/providers',
    summary: 'Connect a language model; the first one becomes the default',
    tags: ['providers'],
    access: 'providers:manage',
    audit: { action: 'provider.create' },
    body: ProviderInput,
    responses: { 201: Provider },
    problems: ['provider_name_taken', 'provider_address_refused'],
  }),
  updateProvider: route({
    method: 'PATCH',
    path: '/admin/llm/providers/:id',
    summary: 'Change a connection; a new address drops a key that is not given again',
    tags: ['providers'],
    access: 'providers:manage',
    audit: { action: 'provider.update' },
    params: IdParams,
    body: ProviderPatch,
    responses: { 200: Provider },
    problems: ['not_found', 'provider_name_taken', 'provider_address_refused'],
  }),
  deleteProvider: route({
    method: 'DELETE',
    path: '/admin/llm/providers/:id',
    summary: 'Disconnect; its key is erased',
    tags: ['providers'],
    access: 'providers:manage',
    audit: { action: 'provider.delete' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  testProvider: route({
    method: 'POST',
    path: '/admin/llm/providers/test',
    summary: 'Ask the model one word and say what happened',
    tags: ['providers'],
    access: 'providers:manage',
    audit: { none: 'Changes nothing' },
    body: Draft,
    responses: { 200: ProviderTest },
    problems: ['not_found'],
  }),
  listProviderModels: route({
    method: 'POST',
    path: '/admin/llm/providers/models',
    summary: 'Models the address offers; an empty list where it does not tell',
    tags: ['providers'],
    access: 'providers:manage',
    audit: { none: 'Reads only' },
    body: Draft,
    responses: { 200: z.object({ items: z.array(z.string()), problem: z.enum(testProblems).nullable() }) },
    problems: ['not_found'],
  }),
}
