/** One row a call of the OpenAI-compatible API: who, from where, which model, and how it ended. */
export interface ApiCallsTable {
  /** The request id that the client was told. */
  id: string
  api_key_id: string
  address: string
  /** As the client asked for it. */
  model: string
  /** Null where a turn of ours answered, or nobody did. */
  provider_id: string | null
  is_stream: number
  /** The status the client was told. */
  status: number
  outcome: 'complete' | 'client-gone' | 'failed'
  error_code: string | null
  /** Of a turn that is kept nowhere else: `faq`, `model`, `suggestions`, `fallback`. A stored turn says it in its own row. */
  answer_source: string | null
  /** JSON: how a turn came about, and what the client said of himself. */
  trace: string | null
  first_byte_ms: number | null
  total_ms: number
  /** Of the model, and null where none was asked. */
  input_tokens: number | null
  output_tokens: number | null
  /** 1 where the vendor told no tokens, so that they were counted here. */
  is_estimated: number
  /** Of what was spoken. */
  characters: number | null
  created_at: string
}
