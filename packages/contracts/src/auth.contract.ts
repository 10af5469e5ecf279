import * as z from 'zod'
import { levels, modules, roles } from './permissions.ts'
import { route } from './route.ts'
import { Empty, Id, IdParams, Language, requiredText, Timestamp, text } from './scalars.ts'

/** Long enough for a sentence, short enough that hashing it costs nothing extra. */
export const Password = z.string().min(8).max(256)
/** One line: it stands in lists, logs and on the command line. */
export const UserName = requiredText(64).refine((name) => !/\p{Cc}/u.test(name), {
  error: 'Must be one line of text',
})

export const User = z
  .object({
    id: Id,
    name: z.string(),
    displayName: z.string(),
    role: z.enum(roles),
    language: Language,
    createdAt: Timestamp,
    lastLoginAt: Timestamp.nullable(),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

export const SessionGrant = z
  .object({
    accessToken: z.string(),
    /** Seconds until the access token ends. */
    expiresInSeconds: z.number().int(),
    user: User,
    permissions: z.partialRecord(z.enum(modules), z.enum(levels)),
  })
  .meta({ id: 'SessionGrant' })
export type SessionGrant = z.infer<typeof SessionGrant>

export const LoginSession = z
  .object({
    id: Id,
    isCurrent: z.boolean(),
    userAgent: z.string(),
    address: z.string(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'LoginSession' })
export type LoginSession = z.infer<typeof LoginSession>

export const authContract = {
  login: route({
    method: 'POST',
    path: '/admin/auth/login',
    summary: 'Log in with name and password',
    tags: ['auth'],
    access: 'public',
    audit: { action: 'auth.login' },
    limit: 'login',
    body: z.strictObject({ name: text(256).min(1), password: z.string().min(1).max(1024) }),
    responses: { 200: SessionGrant },
    problems: ['login_failed', 'login_delayed', 'origin_refused', 'service_unavailable'],
  }),
  refresh: route({
    method: 'POST',
    path: '/admin/auth/refresh',
    summary: 'Exchange the refresh cookie for a new access token',
    tags: ['auth'],
    access: 'public',
    audit: { none: 'Happens every few minutes by itself; the session row keeps the time of last use' },
    responses: { 200: SessionGrant },
    problems: ['session_ended', 'origin_refused'],
  }),
  logout: route({
    method: 'POST',
    path: '/admin/auth/logout',
    summary: 'End this session',
    tags: ['auth'],
    access: 'public',
    audit: { action: 'auth.logout' },
    responses: { 200: Empty },
    problems: ['origin_refused'],
  }),
  getMe: route({
    method: 'GET',
    path: '/admin/auth/me',
    summary: 'Who is logged in and what he may do',
    tags: ['auth'],
    access: 'session',
    responses: { 200: SessionGrant.omit({ accessToken: true, expiresInSeconds: true }).meta({ id: 'Me' }) },
  }),
  updateProfile: route({
    method: 'PATCH',
    path: '/admin/auth/profile',
    summary: 'Change own display name or language',
    tags: ['auth'],
    access: 'session',
    audit: { action: 'auth.profile' },
    body: z.strictObject({ displayName: requiredText(100).optional(), language: Language.optional() }),
    responses: { 200: User },
  }),
  changePassword: route({
    method: 'POST',
    path: '/admin/auth/change-password',
    summary: 'Change own password; ends every other session',
    tags: ['auth'],
    access: 'session',
    limit: 'login',
    audit: { action: 'auth.password' },
    body: z.strictObject({ oldPassword: z.string().min(1).max(1024), newPassword: Password }),
    responses: { 200: Empty },
    problems: ['password_wrong', 'login_delayed', 'service_unavailable'],
  }),
  listSessions: route({
    method: 'GET',
    path: '/admin/auth/sessions',
    summary: 'Own active sessions',
    tags: ['auth'],
    access: 'session',
    responses: { 200: z.object({ items: z.array(LoginSession), nextCursor: z.null() }) },
  }),
  revokeSession: route({
    method: 'DELETE',
    path: '/admin/auth/sessions/:id',
    summary: 'End one of the own sessions',
    tags: ['auth'],
    access: 'session',
    audit: { action: 'auth.session-revoke' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  issueTicket: route({
    method: 'POST',
    path: '/admin/auth/tickets',
    summary: 'A single-use ticket (30 s) for one media or download address',
    tags: ['auth'],
    access: 'session',
    audit: { none: 'Opens only what the session may read anyway; the address it opens is the event' },
    body: z.strictObject({ path: z.string().startsWith('/admin/').max(500) }),
    responses: { 201: z.object({ ticket: z.string(), expiresInSeconds: z.number().int() }).meta({ id: 'Ticket' }) },
    problems: ['not_found'],
  }),
}
