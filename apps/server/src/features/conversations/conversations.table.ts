export type OwnerKind = 'system' | 'user'

export interface ConversationsTable {
  id: string
  owner_kind: OwnerKind
  /** Null exactly when `owner_kind` is `system`. */
  owner_id: string | null
  source: 'panel' | 'api' | 'telegram' | 'widget' | 'phone'
  source_id: string | null
  title: string
  title_folded: string
  /** The last thing said, folded, for the search box. */
  search_folded: string
  is_pinned: number
  has_lead: number
  language: 'ru' | 'en' | null
  /** Newest message of the active branch; null while there is none. */
  active_message_id: string | null
  /** What the secretary waits for from the visitor: `contact` after it offered to take a message. */
  expects: 'contact' | null
  preview: string
  message_count: number
  created_at: string
  updated_at: string
  deleted_at: string | null
}

export interface MessagesTable {
  id: string
  conversation_id: string
  parent_id: string | null
  role: 'user' | 'assistant'
  content: string
  state: 'complete' | 'interrupted' | 'pending'
  is_edited: number
  turn_id: string | null
  /** Chosen by the client, unique in its conversation: makes sending idempotent. */
  client_message_id: string | null
  created_at: string
  deleted_at: string | null
}

export interface TurnsTable {
  id: string
  conversation_id: string
  user_message_id: string
  assistant_message_id: string
  state: 'accepted' | 'running' | 'finished' | 'interrupted'
  with_voice: number
  /** Normalised question, for grouping what was not answered. */
  question_key: string
  /** `faq`, `model`, `suggestions`, `fallback`, `message-taking`; null until the answer is known. */
  answer_source: string | null
  faq_entry_id: string | null
  faq_score: number | null
  /** Of the conversation, repeated here for the figures of a day. */
  source: ConversationsTable['source']
  owner_id: ConversationsTable['owner_id']
  /** From the question to the first text of the answer. */
  first_text_ms: number | null
  /** JSON of AnswerSource, suggestions, notices and timings as sent to the client. */
  trace: string | null
  created_at: string
  finished_at: string | null
  /** The process that answers it, and until when that holds. */
  lease_owner: string | null
  lease_until: string | null
}
