export interface LeadsTable {
  id: string
  conversation_id: string
  /** Of the conversation, repeated here for the list of one person. */
  owner_id: string | null
  name: string | null
  contact: string
  message: string
  status: 'new' | 'read' | 'done'
  created_at: string
  read_at: string | null
  done_at: string | null
  /** Name, contact and message, folded, for the search box. */
  search_folded: string
}
