import { isStorageFull } from '#server/platform/storage-full.ts'

export const copyFailures = [
  'disk-full',
  'not-writable',
  'program-missing',
  'damaged',
  'other-database',
  'cancelled',
  'failed',
] as const
export type CopyFailure = (typeof copyFailures)[number]

/** A copy could not be made or trusted, and a person can do something about it. */
export class CopyError extends Error {
  readonly reason: CopyFailure

  constructor(reason: CopyFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CopyError'
    this.reason = reason
  }
}

/** What went wrong in words of ours; anything unknown keeps its own. */
export function asCopyError(error: unknown): CopyError {
  if (error instanceof CopyError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const known = reasons.find(([pattern]) => pattern.test(code) || pattern.test(message))?.[1]
  const reason = isStorageFull(error) ? 'disk-full' : (known ?? 'failed')
  const text = reason === 'disk-full' ? `The disk is full, so no copy was made (${message}): free some space` : message
  return new CopyError(reason, text, { cause: error })
}

const reasons: readonly (readonly [RegExp, CopyFailure])[] = [
  // PostgreSQL's programs say it in words.
  [/^EFBIG|No space left|disk is full/i, 'disk-full'],
  [/^(EACCES|EPERM|EROFS|ENOTDIR|SQLITE_CANTOPEN|SQLITE_READONLY)/, 'not-writable'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'damaged'],
]
