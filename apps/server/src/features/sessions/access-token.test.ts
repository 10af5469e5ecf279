import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { MasterKey } from '#server/platform/secrets/master-key.ts'
import { ACCESS_TOKEN_SECONDS, createAccessTokens } from './access-token.ts'

const key = Buffer.alloc(32, 7)
const masterKey: MasterKey = { currentKeyId: 'k', keyIds: ['k'], derive: () => key }
const tokens = createAccessTokens({ masterKey, jwtSecret: null })
const claims = { userId: 'u', sessionId: 's' }
afterEach(() => void vi.useRealTimers())

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token as a stranger who knows the format would make it. */
function forge(payload: object, { header = { alg: 'HS256', typ: 'JWT' } as object, secret = key } = {}): string {
  const body = `${encode(header)}.${encode(payload)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}
const nowSeconds = () => Math.floor(Date.now() / 1000)
const good = () => ({ sub: 'u', sid: 's', aud: 'secretary-panel', iss: 'secretary', exp: nowSeconds() + 60 })

describe('an access token', () => {
  it('stands for its user and session, and for nobody after ten minutes', () => {
    vi.useFakeTimers()
    const token = tokens.sign(claims)
    expect(tokens.verify(token)).toEqual(claims)
    vi.advanceTimersByTime((ACCESS_TOKEN_SECONDS - 1) * 1000)
    expect(tokens.verify(token)).toEqual(claims)
    vi.advanceTimersByTime(2_000)
    expect(tokens.verify(token)).toBeNull()
  })

  it('may be made by whoever holds the key, so that the refusals below mean something', () => {
    expect(tokens.verify(forge(good()))).toEqual(claims)
  })

  it.each([
    ['without a signature', () => `${encode({ alg: 'none' })}.${encode(good())}.`],
    ['of another algorithm', () => forge(good(), { header: { alg: 'HS512', typ: 'JWT' } })],
    ['of another key', () => forge(good(), { secret: Buffer.alloc(32, 8) })],
    ['for another audience', () => forge({ ...good(), aud: 'somebody-else' })],
    ['of another issuer', () => forge({ ...good(), iss: 'somebody-else' })],
    ['that has ended', () => forge({ ...good(), exp: nowSeconds() - 1 })],
    ['without an end', () => forge({ ...good(), exp: undefined })],
    ['without an audience', () => forge({ ...good(), aud: undefined })],
    ['without a session', () => forge({ ...good(), sid: undefined })],
    ['whose user is no text', () => forge({ ...good(), sub: { id: 'u' } })],
    ['that asks for what nobody knows', () => forge(good(), { header: { alg: 'HS256', crit: ['b64'], b64: false } })],
    ['that is empty', () => ''],
    ['of three points', () => '...'],
    ['of SQL', () => "' or '1'='1"],
    ['of a megabyte', () => 'a'.repeat(1_000_000)],
  ])('%s is refused', (_name, make) => {
    expect(tokens.verify(make())).toBeNull()
  })

  it('signed with the secret of the environment is refused by the key of the folder', () => {
    const other = createAccessTokens({ masterKey, jwtSecret: 'x'.repeat(40) })
    expect(other.verify(other.sign(claims))).toEqual(claims)
    expect(tokens.verify(other.sign(claims))).toBeNull()
  })
})
