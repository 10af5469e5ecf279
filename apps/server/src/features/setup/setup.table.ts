export interface SetupTokensTable {
  id: string
  token_hash: string
  created_at: string
  used_at: string | null
}
