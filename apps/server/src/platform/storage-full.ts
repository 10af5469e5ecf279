/** What Node and SQLite say when the disk or the quota is full. A file of shared memory that can't grow is one of the ways. */
const fullCodes: readonly unknown[] = [
  'ENOSPC',
  'EDQUOT',
  'SQLITE_FULL',
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_SHMSIZE',
  'SQLITE_IOERR_TRUNCATE',
]

/** True when a file could not be written for want of space. */
export function isStorageFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && fullCodes.includes(error.code)
}
