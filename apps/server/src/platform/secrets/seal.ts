import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { MasterKey } from './master-key.ts'

const VERSION = 'v1'
/** NIST SP 800-38D: 96-bit nonces, 128-bit tags. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM: `v1.<key id>.<base64url of nonce, tag, ciphertext>`, bound to `context` so that it opens in no other place. */
export function seal(masterKey: MasterKey, plaintext: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', masterKey.derive('secrets'), nonce)
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return `${VERSION}.${masterKey.currentKeyId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** @throws Error when the text was changed, belongs to another context or its key is gone. */
export function unseal(masterKey: MasterKey, sealed: string, context: string): string {
  const [version, keyId, payload] = sealed.split('.')
  if (version !== VERSION || !keyId || !payload) throw new Error('Not a sealed secret')
  const bytes = Buffer.from(payload, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('Not a sealed secret')
  const decipher = createDecipheriv('aes-256-gcm', masterKey.derive('secrets', keyId), bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}

/** The key a sealed text was written with. */
export function sealedWith(sealed: string): string | undefined {
  return sealed.split('.')[1]
}
