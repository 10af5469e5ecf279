export interface FaqEntriesTable {
  id: string
  question: string
  /** Key for upserts: the normalised question. Unique per scope and language among rows that are not deleted. */
  question_key: string
  answer: string
  /** Question, phrasings and answer, folded, for the search box. */
  search_folded: string
  phrasings: string
  keywords: string
  patterns: string
  exclusions: string
  priority: number
  is_enabled: number
  scope_id: string | null
  language: 'ru' | 'en' | null
  hit_count: number
  last_hit_at: string | null
  version: number
  created_at: string
  updated_at: string
  deleted_at: string | null
}

export interface FaqImportsTable {
  id: string
  file_name: string
  /** JSON of the counts. */
  counts: string
  started_at: string
  /** Null while it runs; an import that never got here is taken back at the next start. */
  applied_at: string | null
  undone_at: string | null
  /** Until when an import that runs is somebody's. */
  lease_until: string | null
  /** When all of it was taken back; null while that is only begun. */
  undo_ended_at: string | null
}

export interface FaqImportUndosTable {
  import_id: string
  /** Of `writeUndo`: ids that were added, and the entries as they were before. Written before the first entry is changed. */
  undo: string
}

export interface FaqCorrectionsTable {
  id: string
  question: string
  /** JSON: what to put back. */
  undo: string
  applied_at: string
  undone_at: string | null
}

export interface FaqDismissedTable {
  question_key: string
  dismissed_at: string
}
