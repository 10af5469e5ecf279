export interface LoginFailuresTable {
  /** `account:<folded name>@<address>` or `address:<address>`, hashed. */
  key: string
  failures: number
  last_failure_at: string
}
