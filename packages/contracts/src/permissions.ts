/** What a role may do is a set of `module:level`; a higher level includes the lower ones. */
export const levels = ['view', 'edit', 'manage'] as const
export type Level = (typeof levels)[number]

/** Modules that exist today. A new room of the house adds its line here. */
export const modules = [
  'dashboard',
  'chat',
  'faq',
  'business',
  'providers',
  'voices',
  'leads',
  'settings',
  'users',
  'api-keys',
  'audit',
  'backup',
] as const
export type Module = (typeof modules)[number]

export type Permission = `${Module}:${Level}`

export const roles = ['admin', 'user', 'guest'] as const
export type Role = (typeof roles)[number]

/** Deny by default: a module that is not named here is closed to the role. Guests see no conversations, contacts or secrets. */
export const rolePermissions: Record<Role, Partial<Record<Module, Level>>> = {
  admin: {
    dashboard: 'manage',
    chat: 'manage',
    faq: 'manage',
    business: 'manage',
    providers: 'manage',
    voices: 'manage',
    leads: 'manage',
    settings: 'manage',
    users: 'manage',
    'api-keys': 'manage',
    audit: 'manage',
    backup: 'manage',
  },
  user: {
    dashboard: 'view',
    chat: 'edit',
    faq: 'edit',
    business: 'view',
    voices: 'view',
    leads: 'edit',
    settings: 'view',
    'api-keys': 'edit',
  },
  guest: { faq: 'view', business: 'view', voices: 'view' },
}

/** True when the role holds the permission or a higher level of the same module. */
export function can(role: Role, permission: Permission): boolean {
  const [module, level] = permission.split(':') as [Module, Level] // The template type has exactly these two halves.
  const held = rolePermissions[role][module]
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(level)
}
