/** The tabs of the settings, in their order, and the permission each takes. */
export const settingsSections = [
  { value: 'profile', access: 'business:edit' },
  { value: 'services', access: 'business:view' },
  { value: 'hours', access: 'business:edit' },
  { value: 'model', access: 'providers:view' },
  { value: 'voice', access: 'voices:view' },
  { value: 'backups', access: 'backup:manage' },
  { value: 'appearance', access: null },
  { value: 'account', access: null },
] as const
