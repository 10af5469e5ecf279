import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { environmentFile } from './environment-file.ts'
import { type ServiceUnit, serviceUnit } from './service-unit.ts'

const unit: ServiceUnit = {
  root: '/srv/secretary',
  dataDir: '/srv/secretary/data',
  node: '/srv/secretary/node_modules/.bin/node',
  systemNode: '/usr/bin/node',
  startArguments: ['apps/server/src/main.ts'],
  searchPath: '/usr/local/bin:/usr/bin:/bin',
  environmentFile: '/srv/secretary/data/service.env',
  system: { user: 'anna' },
}
const analyze = '/usr/bin/systemd-analyze'

/** What systemd itself says of the unit; nothing where it has no complaint. */
function complaints(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-unit-'))
  try {
    const file = join(folder, 'secretary.service')
    writeFileSync(file, text)
    execFileSync(analyze, ['verify', '--man=no', file], { stdio: ['ignore', 'pipe', 'pipe'] })
    return ''
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the systemd unit', () => {
  it('runs what npm start runs, and what npm start runs before it', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(scripts.prestart).toBe('node tools/setup/prepare.cjs start')
    expect(scripts.start).toBe(
      `MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=1048576 NODE_COMPILE_CACHE=.cache/compile exec node ${unit.startArguments.join(' ')}`,
    )
    const text = serviceUnit(unit)
    expect(text).toContain('ExecStartPre=/usr/bin/node tools/setup/prepare.cjs start\n')
    expect(text).toContain('ExecStart=/srv/secretary/node_modules/.bin/node apps/server/src/main.ts\n')
    expect(text).toContain('WorkingDirectory=/srv/secretary\n')
    expect(text).toContain('Restart=on-failure\n')
    expect(text).toContain('User=anna\n')
  })

  it('of a user names no user, starts with his session manager, and asks for no rights it may not have', () => {
    const text = serviceUnit({ ...unit, system: null })
    expect(text).not.toMatch(/^(User|ProtectSystem|PrivateTmp|ReadWritePaths)=/m)
    expect(text).toContain('WantedBy=default.target\n')
  })

  it('forbids nothing that a compiler at run time needs', () => {
    expect(serviceUnit(unit)).not.toMatch(/MemoryDenyWriteExecute|PrivateNetwork|PrivateDevices/)
  })

  it.skipIf(!existsSync(analyze))('is understood by systemd, also with a path full of its own signs', () => {
    const root = mkdtempSync(join(tmpdir(), 'secretary unit %h $HOME '))
    try {
      const node = join(root, 'node')
      mkdirSync(join(root, 'data'))
      writeFileSync(node, '#!/bin/sh\n')
      chmodSync(node, 0o755)
      for (const system of [{ user: null }, null])
        expect(
          complaints(
            serviceUnit({
              ...unit,
              root,
              node,
              systemNode: node,
              dataDir: join(root, 'data'),
              environmentFile: join(root, 'e'),
              system,
            }),
          ),
        ).toBe('')
      expect(
        complaints(serviceUnit({ ...unit, root, node: join(root, 'missing'), systemNode: node, system: null })),
      ).not.toBe('')
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})

describe('the environment of the service', () => {
  it('reads back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\n\r\0]{0,40}$/), (value) => {
        const text = environmentFile({ DATABASE_URL: value })
        const inner = /^DATABASE_URL="(.*)"\n$/s.exec(text)?.[1] ?? ''
        expect(inner.replace(/\\([\\"$`])/g, '$1')).toBe(value)
        expect(inner.replace(/\\[\\"$`]/g, '')).not.toMatch(/[\\"$`]/)
      }),
    )
  })
})
