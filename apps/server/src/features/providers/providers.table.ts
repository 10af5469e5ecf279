export interface ProvidersTable {
  id: string
  name: string
  name_folded: string
  slug: string
  type: 'custom'
  base_url: string
  model: string
  context_window_tokens: number
  is_default: number
  is_enabled: number
  created_at: string
  updated_at: string
}

/** Secrets lie apart from what names them, encrypted with a key of their own purpose. */
export interface SecretsTable {
  /** `provider:<id>` */
  owner_key: string
  ciphertext: string
  /** Last four characters, for the mask; empty for short secrets. */
  hint: string
  updated_at: string
}
