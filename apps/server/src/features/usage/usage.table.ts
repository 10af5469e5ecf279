/** What is paid for: a row for each model and voice of a turn, and one for all calls of a program that were alike in the same moment. */
export interface UsageTable {
  id: string
  turn_id: string | null
  conversation_id: string | null
  /** Set where a program asked outside of a conversation. */
  api_key_id: string | null
  kind: 'llm' | 'tts'
  provider_id: string
  model_id: string
  input_tokens: number | null
  output_tokens: number | null
  is_estimated: number
  characters: number | null
  audio_ms: number | null
  /** How many this is the sum of. */
  calls: number
  created_at: string
}
