export interface LoginSessionsTable {
  id: string
  user_id: string
  /** Number of the present refresh token; see refresh-token.ts. */
  generation: number
  /** When the present refresh token replaced the one before. */
  rotated_at: string
  /** JSON: when each of the last refresh tokens was replaced, the latest last. None is needed for longer than two tabs race. */
  recent_rotations: string
  user_agent: string
  address: string
  created_at: string
  expires_at: string
  revoked_at: string | null
}
