export interface LeadsTable {
  id: string
  conversation_id: string
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
