/** The colour roles every theme defines: exactly these, so that a new theme is a file of values and nothing else. */
export const roles = [
  'surface-0',
  'surface-1',
  'surface-2',
  'border',
  'text-1',
  'text-2',
  'text-3',
  'accent',
  'accent-text',
  'success',
  'warning',
  'danger',
  'info',
  'chart-1',
  'chart-2',
  'chart-3',
  'chart-4',
  'chart-5',
  'chart-6',
] as const

export type Role = (typeof roles)[number]
