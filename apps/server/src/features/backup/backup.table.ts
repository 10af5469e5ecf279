/** One row a night: who makes its backup, and whether it is made. */
export interface BackupNightsTable {
  night: string
  owner: string
  lease_until: string
  finished_at: string | null
}
