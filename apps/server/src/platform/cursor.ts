import { AppError } from './app-error.ts'

/** Keyset cursors are opaque to clients: base64url of the last row's key. */
export function encodeCursor(key: Record<string, string | number>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws AppError `validation_failed` when it is not a cursor with these fields. */
export function decodeCursor<K extends string>(cursor: string, fields: readonly K[]): Record<K, string> {
  const key = parse(cursor)
  const values = fields.map((field) => [field, key[field]] as const)
  if (!values.every(([, value]) => isKeyPart(value))) {
    throw new AppError('validation_failed', {
      issues: [{ path: 'query.cursor', code: 'invalid_cursor', message: 'Not a cursor of this list' }],
    })
  }
  return Object.fromEntries(values.map(([field, value]) => [field, String(value)])) as Record<K, string> // The check above covers every field.
}

/** What no database holds is no key of a row. */
function isKeyPart(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && !value.includes('\u0000') && value.isWellFormed())
}

function parse(cursor: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {} // Any object may be asked for its fields.
  } catch {
    // Not base64, not JSON: the caller tells.
    return {}
  }
}
