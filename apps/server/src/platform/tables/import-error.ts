import { AppError } from '#server/platform/app-error.ts'

/** Why a whole file was refused; a faulty row never is a reason. */
export type ImportErrorCode =
  | 'file_empty'
  | 'file_too_large'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'table_too_large'
  | 'archive_too_large'
  | 'archive_suspicious'
  | 'json_invalid'
  | 'json_too_deep'
  | 'format_unsupported'
  | 'unreadable'
  | 'took_too_long'
  | 'mapping_invalid'
  | 'cell_too_long'

const sizeCodes: ReadonlySet<ImportErrorCode> = new Set<ImportErrorCode>([
  'file_too_large',
  'too_many_rows',
  'too_many_columns',
  'table_too_large',
  'archive_too_large',
  'cell_too_long',
  'took_too_long',
])

/**
 * A file or a mapping that cannot be used as a whole. `limit` is the number that was exceeded, where there is one;
 * `problem` is the code of the public API that says the same to a client.
 */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code: ImportErrorCode
  readonly limit: number | undefined

  constructor(code: ImportErrorCode, details: { limit?: number | undefined; cause?: unknown } = {}) {
    super(`Import refused: ${code}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.limit = details.limit
  }

  get problem(): 'import_too_large' | 'import_unreadable' {
    return sizeCodes.has(this.code) ? 'import_too_large' : 'import_unreadable'
  }
}

/** The same work, with a refusal of ours said as the public API says it. */
export async function withAppErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    const limit = error.limit === undefined ? '' : `, limit ${error.limit}`
    throw new AppError(error.problem, { detail: `${error.code}${limit}`, cause: error })
  }
}
