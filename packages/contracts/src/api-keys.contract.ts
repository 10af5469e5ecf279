import * as z from 'zod'
import { keyScopes } from './key-scopes.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { route } from './route.ts'
import { Empty, Id, IdParams, requiredText, Timestamp } from './scalars.ts'

const MAX_ORIGINS = 50

export const keyStates = ['active', 'expired', 'revoked', 'owner-disabled'] as const

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    /** The ends of the key, enough to recognise it. The key itself never comes back. */
    hint: z.string(),
    /** Empty: all of `/v1`. */
    scopes: z.array(z.enum(keyScopes)),
    /** Pages that may call with this key from a browser; empty: none, only programs. */
    allowedOrigins: z.array(z.string()),
    state: z.enum(keyStates),
    ownerKind: z.enum(['system', 'user']),
    /** Null for the system's own keys, and where the owner is disabled. */
    ownerName: z.string().nullable(),
    expiresAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const CreatedApiKey = ApiKey.extend({
  /** Shown this once; only its hash is stored. */
  key: z.string(),
}).meta({ id: 'CreatedApiKey' })
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

/** Browsers send scheme, host and port; whatever else an address holds is dropped when it is saved. */
const Origin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((value) => !value.includes('*'), { error: 'Name each origin in full' })
  .transform((value) => new URL(value).origin)

const fields = {
  name: requiredText(100),
  scopes: z.array(z.enum(keyScopes)).max(keyScopes.length),
  allowedOrigins: z.array(Origin).max(MAX_ORIGINS),
  expiresAt: z.iso.datetime({ offset: true }).meta({ pattern: undefined }).nullable(),
}

export const ApiKeyInput = z
  .strictObject({
    ...fields,
    scopes: fields.scopes.default([]),
    allowedOrigins: fields.allowedOrigins.default([]),
    expiresAt: fields.expiresAt.default(null),
  })
  .meta({ id: 'ApiKeyInput' })
export type ApiKeyInput = z.output<typeof ApiKeyInput>

export const ApiKeyPatch = z.strictObject(fields).partial().meta({ id: 'ApiKeyPatch' })
export type ApiKeyPatch = z.output<typeof ApiKeyPatch>

export const apiKeysContract = {
  listApiKeys: route({
    method: 'GET',
    path: '/admin/api-keys',
    summary: 'Own API keys, newest first; those of everybody for an admin',
    tags: ['api-keys'],
    access: 'api-keys:view',
    query: PageQuery.extend({ withRevoked: z.enum(['true', 'false']).default('false') }),
    responses: { 200: pageOf(ApiKey) },
  }),
  createApiKey: route({
    method: 'POST',
    path: '/admin/api-keys',
    summary: 'A new API key for programs; the key is in this answer and nowhere else',
    tags: ['api-keys'],
    access: 'api-keys:edit',
    audit: { action: 'api-key.create' },
    body: ApiKeyInput,
    responses: { 201: CreatedApiKey },
  }),
  updateApiKey: route({
    method: 'PATCH',
    path: '/admin/api-keys/:id',
    summary: 'Change name, scopes, origins or expiry; holds at once',
    tags: ['api-keys'],
    access: 'api-keys:edit',
    audit: { action: 'api-key.update' },
    params: IdParams,
    body: ApiKeyPatch,
    responses: { 200: ApiKey },
    problems: ['not_found'],
  }),
  revokeApiKey: route({
    method: 'DELETE',
    path: '/admin/api-keys/:id',
    summary: 'End a key at once, with the answers that are being streamed to it',
    tags: ['api-keys'],
    access: 'api-keys:edit',
    audit: { action: 'api-key.revoke' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
}
