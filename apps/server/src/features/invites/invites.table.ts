import type { Role } from '@secretary/contracts/permissions'

export interface InvitesTable {
  id: string
  token_hash: string
  role: Role
  note: string
  /** The user who invited; null from the command line. */
  created_by: string | null
  created_at: string
  expires_at: string
  used_at: string | null
  revoked_at: string | null
}
