export interface ServiceImportsTable {
  id: string
  file_name: string
  /** JSON of `ServiceImportUndo`. */
  undo: string
  applied_at: string
  undone_at: string | null
}
