import { roles } from '@secretary/contracts/permissions'
import { expect, it } from 'vitest'
import { scopeOf, systemActor } from './actor.ts'

it('shows everything to the system and to admins, and to everybody else his own', () => {
  const scopes = roles.map((role) => scopeOf({ kind: 'user', userId: 'u', name: 'n', role, sessionId: 's' }))
  expect(scopeOf(systemActor)).toEqual({ kind: 'all' })
  expect(Object.fromEntries(roles.map((role, index) => [role, scopes[index]]))).toEqual({
    admin: { kind: 'all' },
    user: { kind: 'owner', userId: 'u', includeSystem: false },
    guest: { kind: 'owner', userId: 'u', includeSystem: false },
  })
})
