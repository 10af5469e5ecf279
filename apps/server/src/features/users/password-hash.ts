import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { createBoundedGate } from '#server/platform/bounded-gate.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456
const PASSES = 2
const PARALLELISM = 1
const SALT_BYTES = 16
const TAG_BYTES = 32

interface Parameters {
  memory: number
  passes: number
  parallelism: number
  tagLength: number
}

/** PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. Runs on libuv's pool. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive(password, salt, {
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: PARALLELISM,
    tagLength: TAG_BYTES,
  })
  return describe(salt, tag)
}

/** Never throws: a hash that can't be read fits no password. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  if (!match) return false
  const [, memory, passes, parallelism, salt = '', hash = ''] = match
  const expected = Buffer.from(hash, 'base64')
  const tag = await derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  })
  return timingSafeEqual(tag, expected)
}

/** Fits no password anybody could know, and costs nothing to make: also the first wrong name takes as long as a wrong password. */
const unknownUserHash = describe(randomBytes(SALT_BYTES), randomBytes(TAG_BYTES))

/** Compares with a hash nobody knows the password of, so that a wrong name takes as long as a wrong password. */
export async function verifyUnknownUser(password: string): Promise<false> {
  await verifyPassword(password, unknownUserHash)
  return false
}

function describe(salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${PARALLELISM}$${unpadded(salt)}$${unpadded(tag)}`
}

/**
 * Half of libuv's four threads, so that files and names are still looked up while a crowd logs in, and 38 MiB at most. A hash takes some
 * 30 ms: who comes behind the last of the waiting would wait longer than people do.
 */
const gate = createBoundedGate({ atOnce: 2, waiting: 100, retryAfterSeconds: 2 })

function derive(password: string, nonce: Buffer, parameters: Parameters): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'))
  return gate.run(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', { message, nonce, ...parameters }, (error, tag) => (error ? reject(error) : resolve(tag)))
      }),
  )
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
