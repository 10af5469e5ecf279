import { createSigner, createVerifier } from 'fast-jwt'
import type { MasterKey } from '#server/platform/secrets/master-key.ts'

/** Short, because a stolen one works until it ends: the session is checked as well, but only where the database is asked. */
export const ACCESS_TOKEN_SECONDS = 600

const AUDIENCE = 'secretary-panel'
const ISSUER = 'secretary'

export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
}

export interface AccessTokens {
  sign(claims: AccessClaims): string
  /** Null for anything that is not a token of ours, in time, for this audience, signed with the one algorithm we use. */
  verify(token: string): AccessClaims | null
}

export function createAccessTokens(options: { masterKey: MasterKey; jwtSecret: string | null }): AccessTokens {
  const key = options.jwtSecret ?? options.masterKey.derive('access-token')
  const sign = createSigner({
    key,
    algorithm: 'HS256',
    aud: AUDIENCE,
    iss: ISSUER,
    expiresIn: ACCESS_TOKEN_SECONDS * 1000,
  })
  const verify = createVerifier({
    key,
    algorithms: ['HS256'],
    allowedAud: AUDIENCE,
    allowedIss: ISSUER,
    requiredClaims: ['sub', 'sid', 'exp', 'aud', 'iss'],
    cache: 1000,
  })
  return {
    sign: ({ userId, sessionId }) => sign({ sub: userId, sid: sessionId }),
    verify(token) {
      try {
        const claims: unknown = verify(token)
        if (!isClaims(claims)) return null
        return { userId: claims.sub, sessionId: claims.sid }
      } catch {
        // Every reason to refuse a token looks the same from outside.
        return null
      }
    },
  }
}

function isClaims(value: unknown): value is { sub: string; sid: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sub' in value &&
    'sid' in value &&
    typeof value.sub === 'string' &&
    typeof value.sid === 'string'
  )
}
