import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartError } from '#server/config/start-error.ts'

const KEY_BYTES = 32

const KeyFile = z.object({
  current: z.string(),
  // A shorter one was damaged: what it derives would protect nothing.
  keys: z.record(
    z.string(),
    z.base64().refine((key) => Buffer.from(key, 'base64').length === KEY_BYTES),
  ),
})
type KeyFile = z.infer<typeof KeyFile>

/** What a key made from the master key may be used for; a key of one purpose opens nothing of another. */
export type KeyPurpose = 'secrets' | 'access-token' | 'refresh-token'

export interface MasterKey {
  readonly currentKeyId: string
  readonly keyIds: readonly string[]
  /** 32 bytes by HKDF-SHA-256 (RFC 5869). @throws Error when the key id is not in the file. */
  derive(purpose: KeyPurpose, keyId?: string): Buffer
}

export const masterKeyFileOf = (dataDir: string): string => join(dataDir, 'master.key')

/** Reads the key file of the data folder, or makes it once, readable by its owner only. @throws StartError when it is damaged. */
export function loadMasterKey(dataDir: string): MasterKey {
  const path = masterKeyFileOf(dataDir)
  const existing = readKeyFile(path)
  if (existing) return asMasterKey(existing)
  const first = newKey()
  // Another process may win the race to create it: then its key holds.
  createOnce(path, { current: first.id, keys: { [first.id]: first.key } })
  const written = readKeyFile(path)
  if (!written) throw new StartError('master-key-damaged', `The key file ${path} could not be made`)
  return asMasterKey(written)
}

/** Adds a new key and makes it the current one; the old ones stay to read what they wrote. */
export function addMasterKey(dataDir: string): MasterKey {
  const path = masterKeyFileOf(dataDir)
  const file = readKeyFile(path) ?? { current: '', keys: {} }
  const added = newKey()
  const next: KeyFile = { current: added.id, keys: { ...file.keys, [added.id]: added.key } }
  replace(path, next)
  return asMasterKey(next)
}

/** Forgets every key but the current one, once nothing is written with them any more. */
export function dropOldMasterKeys(dataDir: string): MasterKey {
  const path = masterKeyFileOf(dataDir)
  const file = readKeyFile(path)
  const key = file?.keys[file.current]
  if (!file || !key)
    throw new StartError('master-key-damaged', `The key file ${path} is damaged: restore it from your backup`)
  const next: KeyFile = { current: file.current, keys: { [file.current]: key } }
  replace(path, next)
  return asMasterKey(next)
}

/** Adds the keys of another key file, which becomes the current one: what either of them sealed can be read. */
export function mergeMasterKey(dataDir: string, otherPath: string): void {
  const path = masterKeyFileOf(dataDir)
  const other = readKeyFile(otherPath)
  if (!other) throw new StartError('master-key-damaged', `There is no key file ${otherPath}`)
  replace(path, { current: other.current, keys: { ...readKeyFile(path)?.keys, ...other.keys } })
}

function asMasterKey(file: KeyFile): MasterKey {
  return {
    currentKeyId: file.current,
    keyIds: Object.keys(file.keys),
    derive(purpose, keyId = file.current) {
      const key = file.keys[keyId]
      if (!key) throw new Error(`The master key ${keyId} is not in the key file`)
      return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), 'secretary', purpose, 32))
    },
  }
}

function newKey(): { id: string; key: string } {
  const key = randomBytes(KEY_BYTES)
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key: key.toString('base64') }
}

function readKeyFile(path: string): KeyFile | null {
  let source: string
  try {
    source = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StartError('master-key-damaged', `The key file ${path} can't be read: check its owner and permissions`, {
      cause: error,
    })
  }
  try {
    const file = KeyFile.parse(JSON.parse(source))
    if (!Object.hasOwn(file.keys, file.current)) throw new Error('current key missing')
    return file
  } catch (error) {
    throw new StartError(
      'master-key-damaged',
      `The key file ${path} is damaged: restore it from your backup, stored keys can't be read without it`,
      { cause: error },
    )
  }
}

/** Written aside and linked into place: never half a file, never over a key that another process made first. */
function createOnce(path: string, file: KeyFile): void {
  const aside = writeAside(path, file)
  try {
    linkSync(aside, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(aside)
  }
}

function replace(path: string, file: KeyFile): void {
  const aside = writeAside(path, file)
  renameSync(aside, path)
}

function writeAside(path: string, file: KeyFile): string {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const descriptor = openSync(aside, 'wx', 0o600)
  try {
    writeFileSync(descriptor, `${JSON.stringify(file, null, 2)}\n`)
    fsyncSync(descriptor)
  } catch (error) {
    unlinkSync(aside)
    throw error
  } finally {
    closeSync(descriptor)
  }
  return aside
}
