export interface SettingsTable {
  key: string
  /** JSON, parsed with the setting's schema in the repository. */
  value: string
  version: number
  updated_at: string
}

/** One row a topic; its number grows with every change, so that other processes notice. */
export interface ConfigVersionsTable {
  topic: string
  version: number
}
