import type { Role } from '@secretary/contracts/permissions'
import type { Language } from '@secretary/contracts/scalars'

export interface UsersTable {
  id: string
  name: string
  /** Lower-cased in the application: SQLite folds no Cyrillic. */
  name_folded: string
  display_name: string
  password_hash: string
  role: Role
  language: Language
  is_enabled: number
  created_at: string
  updated_at: string
  last_login_at: string | null
}
