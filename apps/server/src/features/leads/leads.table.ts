export interface LeadsTable {
  id: string
  conversation_id: string
  name: string | null
  contact: string
  message: string
  status: 'new' | 'done'
  created_at: string
}
