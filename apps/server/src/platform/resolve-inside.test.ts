import { sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveInside } from './resolve-inside.ts'

describe('a name inside a folder', () => {
  it('is a path below it', () => {
    expect(resolveInside('/data/backups', 'a.db')).toBe('/data/backups/a.db')
    expect(resolveInside('/data/backups', 'sub/./a..db')).toBe('/data/backups/sub/a..db')
  })

  it.each(['', '.', '..', '../backups2/a.db', '/etc/passwd', 'a/../../x', './..', 'a\0.db', '../backups'])(
    'is nothing where it leads elsewhere: %j',
    (name) => {
      expect(resolveInside('/data/backups', name)).toBeNull()
    },
  )

  it('never leaves the folder, however it is put together', () => {
    const piece = fc.oneof(fc.constantFrom('..', '.', '/', '//', '\\', '%2e%2e', '%2f', '\0', 'a'), fc.string())
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = resolveInside('/data/backups', pieces.join(''))
        expect(path === null || path.startsWith(`/data/backups${sep}`)).toBe(true)
        expect((path ?? '').split(sep)).not.toContain('..')
      }),
    )
  })
})
