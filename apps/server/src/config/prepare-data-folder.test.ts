import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareDataFolder } from './prepare-data-folder.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'secretary-folder-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

it('makes a folder that nobody else may read', () => {
  const folder = join(parent, 'deep', 'data')
  prepareDataFolder(folder)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('refuses a disk with too little left, by the name of the folder', () => {
  expect(() => prepareDataFolder(parent, Number.MAX_SAFE_INTEGER)).toThrow(
    expect.objectContaining({ code: 'disk-full', message: expect.stringContaining(parent) }),
  )
})

it('refuses a place where no folder can be', () => {
  expect(() => prepareDataFolder('/dev/null/data')).toThrow(
    expect.objectContaining({ code: 'data-folder-not-writable' }),
  )
  expect(existsSync('/dev/null/data')).toBe(false)
})
