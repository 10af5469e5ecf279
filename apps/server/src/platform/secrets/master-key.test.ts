import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addMasterKey, dropOldMasterKeys, loadMasterKey } from './master-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secretary-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = () => join(folder, 'master.key')
const damaged = expect.objectContaining({ code: 'master-key-damaged', message: expect.stringContaining('master.key') })

describe('the master key', () => {
  it('is made once, for its owner only, and is the same at every start', () => {
    const first = loadMasterKey(folder)
    const source = readFileSync(file(), 'utf8')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    const again = loadMasterKey(folder)
    expect(again.currentKeyId).toBe(first.currentKeyId)
    expect(again.derive('secrets')).toEqual(first.derive('secrets'))
    expect(readFileSync(file(), 'utf8')).toBe(source)
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  it('is another one in another folder', () => {
    const other = mkdtempSync(join(folder, 'other-'))
    expect(loadMasterKey(other).derive('secrets')).not.toEqual(loadMasterKey(folder).derive('secrets'))
  })

  it('gives a key of its own to each purpose, 32 bytes of no resemblance', () => {
    const masterKey = loadMasterKey(folder)
    const keys = (['secrets', 'access-token', 'refresh-token'] as const).map((purpose) => masterKey.derive(purpose))
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(3)
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32])
    expect(readFileSync(file(), 'utf8')).not.toContain(keys[0]?.toString('base64'))
  })

  it('that is replaced keeps the old one to read with, until it is dropped', () => {
    const first = loadMasterKey(folder)
    const second = addMasterKey(folder)
    expect(second.currentKeyId).not.toBe(first.currentKeyId)
    expect(second.keyIds).toContain(first.currentKeyId)
    expect(second.derive('secrets', first.currentKeyId)).toEqual(first.derive('secrets'))
    expect(second.derive('secrets')).not.toEqual(first.derive('secrets'))
    const last = dropOldMasterKeys(folder)
    expect(last.keyIds).toEqual([second.currentKeyId])
    expect(() => last.derive('secrets', first.currentKeyId)).toThrow('not in the key file')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  const short = Buffer.alloc(16, 1).toString('base64')
  it.each([
    ['half written', '{"current":'],
    ['empty', ''],
    ['no object', '[]'],
    ['without its current key', '{"current":"a","keys":{}}'],
    ['with a key that is empty', '{"current":"a","keys":{"a":""}}'],
    ['with a key that is too short', `{"current":"a","keys":{"a":"${short}"}}`],
    ['with a key that is no base64', '{"current":"a","keys":{"a":"ключ"}}'],
    ['with the name of something every object has', '{"current":"toString","keys":{}}'],
  ])('that is %s is refused and left as it is', (_name, source) => {
    writeFileSync(file(), source)
    for (const open of [loadMasterKey, addMasterKey, dropOldMasterKeys]) expect(() => open(folder)).toThrow(damaged)
    expect(readFileSync(file(), 'utf8')).toBe(source)
  })

  it('that can not be read is refused, never made anew', () => {
    mkdirSync(file())
    expect(() => loadMasterKey(folder)).toThrow(damaged)
  })

  it('is not shown by its error', () => {
    const key = loadMasterKey(folder)
    const source = readFileSync(file(), 'utf8')
    writeFileSync(file(), source.replace(key.currentKeyId, 'gone'))
    const secret = /"([A-Za-z0-9+/=]{44})"/.exec(source)?.[1] ?? ''
    expect(secret).not.toBe('')
    let message = ''
    try {
      loadMasterKey(folder)
    } catch (error) {
      message = String(error) + String((error as Error).cause)
    }
    expect(message).toContain('master.key')
    expect(message).not.toContain(secret)
  })
})
