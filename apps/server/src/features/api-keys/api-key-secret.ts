import { hash, randomBytes } from 'node:crypto'

const PREFIX = 'sk-sec-'
/** 256 bits: nobody guesses one, so a plain hash is enough. */
const SECRET_BYTES = 32
const keyPattern = /^sk-sec-[\w-]{43}$/
const HINT_CHARACTERS = 4

export interface NewSecret {
  readonly key: string
  readonly hash: string
  /** `sk-sec-AbCd…WxYz` */
  readonly hint: string
}

export function createKeySecret(): NewSecret {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const key = PREFIX + secret
  const hint = `${PREFIX}${secret.slice(0, HINT_CHARACTERS)}…${secret.slice(-HINT_CHARACTERS)}`
  return { key, hash: hash('sha256', key, 'base64url'), hint }
}

/** Null for what has not the form of a key of ours: it needs no look-up. */
export function hashKey(key: string): string | null {
  return keyPattern.test(key) ? hash('sha256', key, 'base64url') : null
}
