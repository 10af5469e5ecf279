import { createHmac, timingSafeEqual } from 'node:crypto'

export interface RefreshClaims {
  readonly sessionId: string
  /** How often the session was refreshed before this token was made. */
  readonly generation: number
}

/**
 * `<session id>.<generation>.<HMAC-SHA-256>`. Nothing of it is stored but the generation: two tabs that refresh at once
 * get the same successor, and a token that was used long ago still tells which session it would have opened.
 */
export function signRefreshToken({ sessionId, generation }: RefreshClaims, key: Buffer): string {
  const body = `${sessionId}.${generation}`
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

/** Null for anything that was not signed with this key. */
export function readRefreshToken(token: string, key: Buffer): RefreshClaims | null {
  const match = /^([0-9a-f-]{36})\.(\d{1,9})\.[\w-]{43}$/.exec(token)
  if (!match) return null
  const claims = { sessionId: match[1] ?? '', generation: Number(match[2]) }
  const given = Buffer.from(token)
  const expected = Buffer.from(signRefreshToken(claims, key))
  return given.length === expected.length && timingSafeEqual(given, expected) ? claims : null
}
