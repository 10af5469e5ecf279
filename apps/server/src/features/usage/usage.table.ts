export interface UsageTable {
  id: string
  turn_id: string | null
  conversation_id: string | null
  /** Set where a program asked outside of a conversation. */
  api_call_id: string | null
  api_key_id: string | null
  kind: 'llm' | 'tts'
  provider_id: string
  model_id: string
  input_tokens: number | null
  output_tokens: number | null
  is_estimated: number
  characters: number | null
  audio_ms: number | null
  created_at: string
}
