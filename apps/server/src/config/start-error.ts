import { isStorageFull } from '#server/platform/storage-full.ts'

export type StartErrorCode =
  | 'invalid-environment'
  | 'port-taken'
  | 'data-folder-not-writable'
  | 'disk-full'
  | 'database-newer'
  | 'database-unreachable'
  | 'database-damaged'
  | 'data-folder-busy'
  | 'data-folder-mixed'
  | 'master-key-damaged'

/** The server can't start, and a person can do something about it: printed as one line, without a stack. */
export class StartError extends Error {
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
    this.code = code
  }
}

/** What a person is told in one line, or null where only a stack helps, because it is a bug. */
export function startErrorMessage(error: unknown): string | null {
  if (error instanceof StartError) return error.message
  return isStorageFull(error) ? 'The disk is full: free some space and start again' : null
}
