export interface ApiKeysTable {
  id: string
  owner_kind: 'system' | 'user'
  /** Null exactly when `owner_kind` is `system`. */
  owner_id: string | null
  name: string
  /** The ends of the key. */
  hint: string
  /** SHA-256 of the key; a random key of 256 bits needs no slower one. */
  key_hash: string
  /** JSON list; empty means all of `/v1`. */
  scopes: string
  /** JSON list of origins. */
  allowed_origins: string
  expires_at: string | null
  /** Written at most once a minute. */
  last_used_at: string | null
  revoked_at: string | null
  /** The user who made it; null for the command line. */
  created_by: string | null
  created_at: string
}
