import * as z from 'zod'
import { Password, SessionGrant, User, UserName } from './auth.contract.ts'
import { roles } from './permissions.ts'
import { route } from './route.ts'
import { Empty, Id, IdParams, Language, requiredText, Timestamp, text } from './scalars.ts'

const RoleName = z.enum(roles)
/** Long enough for any token of ours; an empty one is no token. */
const InviteToken = z.string().min(20).max(200)

export const Person = User.extend({
  isEnabled: z.boolean(),
  /** Places where he is logged in now. */
  sessionCount: z.number().int(),
}).meta({ id: 'Person' })
export type Person = z.infer<typeof Person>

export const Invite = z
  .object({
    id: Id,
    role: RoleName,
    /** For whom it is, in the words of whoever invites. */
    note: z.string(),
    createdByName: z.string().nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Invite' })
export type Invite = z.infer<typeof Invite>

export const usersContract = {
  listUsers: route({
    method: 'GET',
    path: '/admin/users',
    summary: 'Everybody who has an account, by name',
    tags: ['users'],
    access: 'users:view',
    responses: { 200: z.object({ items: z.array(Person), nextCursor: z.null() }) },
  }),
  updateUser: route({
    method: 'PATCH',
    path: '/admin/users/:id',
    summary: 'Change role or name, or disable; reaches his open panels at once',
    tags: ['users'],
    access: 'users:manage',
    audit: { action: 'user.update' },
    params: IdParams,
    body: z.strictObject({
      displayName: requiredText(100).optional(),
      role: RoleName.optional(),
      /** False: he is logged out everywhere and can't log in again. */
      isEnabled: z.boolean().optional(),
    }),
    responses: { 200: Person },
    problems: ['not_found', 'last_admin'],
  }),
  signOutUser: route({
    method: 'POST',
    path: '/admin/users/:id/sign-out',
    summary: 'End every session of a user',
    tags: ['users'],
    access: 'users:manage',
    audit: { action: 'user.sign-out' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
}

export const invitesContract = {
  listInvites: route({
    method: 'GET',
    path: '/admin/invites',
    summary: 'Invitations that wait for their guest, newest first',
    tags: ['users'],
    access: 'users:manage',
    responses: { 200: z.object({ items: z.array(Invite), nextCursor: z.null() }) },
  }),
  createInvite: route({
    method: 'POST',
    path: '/admin/invites',
    summary: 'A one-time invitation; its token is told once, in this answer',
    tags: ['users'],
    access: 'users:manage',
    audit: { action: 'invite.create' },
    body: z.strictObject({ role: RoleName, note: text(200).default('') }),
    responses: { 201: Invite.extend({ token: z.string() }).meta({ id: 'NewInvite' }) },
  }),
  revokeInvite: route({
    method: 'DELETE',
    path: '/admin/invites/:id',
    summary: 'Take an invitation back',
    tags: ['users'],
    access: 'users:manage',
    audit: { action: 'invite.revoke' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  checkInvite: route({
    method: 'POST',
    path: '/admin/invites/check',
    summary: 'Look at an invitation without using it up',
    tags: ['users'],
    access: 'public',
    limit: 'login',
    audit: { none: 'Reads only' },
    body: z.strictObject({ token: InviteToken }),
    responses: {
      200: z
        .object({
          role: RoleName,
          businessName: z.string(),
          invitedByName: z.string().nullable(),
          expiresAt: Timestamp,
        })
        .meta({ id: 'InviteView' }),
    },
    problems: ['invite_invalid'],
  }),
  acceptInvite: route({
    method: 'POST',
    path: '/admin/invites/accept',
    summary: 'Make the invited account and log in; uses the invitation up',
    tags: ['users'],
    access: 'public',
    limit: 'login',
    audit: { action: 'invite.accept' },
    body: z.strictObject({ token: InviteToken, name: UserName, password: Password, language: Language }),
    responses: { 201: SessionGrant },
    problems: ['invite_invalid', 'user_name_taken', 'origin_refused'],
  }),
}
