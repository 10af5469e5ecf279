import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { holdDataFolder, isAlone, takeDataFolder } from './use-lock.ts'

it('is alone while nobody has the folder open, and hinders nobody who comes then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-lock-'))
  try {
    expect(isAlone(folder)).toBe(true)
    const [first, second] = [holdDataFolder(folder), holdDataFolder(folder)]
    expect(isAlone(folder)).toBe(false)
    expect(takeDataFolder(folder)).toBeNull()
    first.release()
    expect(isAlone(folder)).toBe(false)
    second.release()
    expect(isAlone(folder)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
