export type StartErrorCode =
  | 'invalid-environment'
  | 'port-taken'
  | 'data-folder-not-writable'
  | 'disk-full'
  | 'database-newer'
  | 'database-unreachable'
  | 'database-damaged'
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
