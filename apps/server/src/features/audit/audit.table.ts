export interface AuditEventsTable {
  id: string
  at: string
  actor_kind: 'system' | 'user' | 'key' | 'anonymous'
  actor_id: string | null
  actor_name: string | null
  address: string | null
  action: string
  resource_id: string | null
  /** JSON of what changed, secrets masked. */
  changes: string
}
