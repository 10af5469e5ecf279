import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** As strict as the real ones: what they are not asked in the right words, or in the wrong order, they refuse. */
const systemctl = `#!/bin/sh
echo "systemctl $*" >> "$FAKE/log"
[ "$1" = --user ] && shift
unit="$XDG_CONFIG_HOME/systemd/user/secretary.service"
case "$*" in
  is-system-running) echo running ;;
  daemon-reload) if [ -f "$unit" ]; then cp "$unit" "$FAKE/loaded"; else rm -f "$FAKE/loaded"; fi ;;
  'enable secretary') [ -f "$FAKE/loaded" ] || { echo 'Unit secretary.service does not exist' >&2; exit 1; }; touch "$FAKE/enabled" ;;
  'restart secretary') [ -f "$FAKE/loaded" ] || exit 5; touch "$FAKE/active" ;;
  'disable --now secretary') rm -f "$FAKE/enabled" "$FAKE/active" ;;
  'is-active secretary') if [ -f "$FAKE/active" ]; then echo active; else echo inactive; exit 3; fi ;;
  'is-enabled secretary') if [ -f "$FAKE/enabled" ]; then echo enabled; else echo disabled; exit 1; fi ;;
  *) echo "Unknown command verb $*" >&2; exit 1 ;;
esac
`
const loginctl = `#!/bin/sh
echo "loginctl $*" >> "$FAKE/log"
[ "$1" = enable-linger ] && [ -n "$2" ] || exit 1
`
const journalctl = `#!/bin/sh
echo "journalctl $*" >> "$FAKE/log"
echo 'http://localhost:8002/setup#token=x'
`

describe('the service', () => {
  let folder: string
  let dataDir: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secretary-service-'))
    dataDir = join(folder, 'my data')
    mkdirSync(join(folder, 'bin'))
    for (const [name, text] of Object.entries({ systemctl, loginctl, journalctl })) {
      writeFileSync(join(folder, 'bin', name), text)
      chmodSync(join(folder, 'bin', name), 0o755)
    }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** As a user who is not root; what he is is told by the loader, for root may not write into the real /etc here. */
  const run = (words: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
      const preload = `data:text/javascript,${encodeURIComponent('process.getuid = () => 1000')}`
      execFile(
        'node',
        ['--import', preload, cli, ...words],
        {
          env: {
            PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
            HOME: folder,
            XDG_CONFIG_HOME: join(folder, 'config'),
            FAKE: folder,
            DATA_DIR: dataDir,
            ...env,
          },
        },
        (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })
  const unitPath = () => join(folder, 'config', 'systemd', 'user', 'secretary.service')
  const calls = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')

  it('is installed with what is set now, shown, and removed; data stays', async () => {
    const before = await run(['service', 'status', '--json'])
    expect([before.exitCode, JSON.parse(before.stdout)]).toEqual([1, expect.objectContaining({ isInstalled: false })])

    const secret = 'postgresql://anna:a"$b@db.example/secretary'
    const installed = await run(['service', 'install', '--json'], {
      ORCHESTRATOR_PORT: '9123',
      DATABASE_URL: secret,
      OTHER: 'x',
    })
    expect([installed.exitCode, installed.stderr]).toEqual([0, ''])
    expect(JSON.parse(installed.stdout)).toMatchObject({
      id: 'secretary',
      state: 'active',
      unitPath: unitPath(),
      port: 9123,
    })
    const unit = readFileSync(unitPath(), 'utf8')
    expect(unit).toContain(`EnvironmentFile=${join(dataDir, 'service.env')}\n`)
    expect(unit).not.toMatch(/anna|postgresql/)
    const environment = join(dataDir, 'service.env')
    expect(statSync(environment).mode & 0o077).toBe(0)
    const text = readFileSync(environment, 'utf8')
    expect(text).toContain('ORCHESTRATOR_PORT="9123"\n')
    expect(text).toContain(`DATA_DIR="${dataDir}"\n`)
    expect(text).toContain('DATABASE_URL="postgresql://anna:a\\"\\$b@db.example/secretary"\n')
    expect(text).not.toContain('OTHER')
    expect(calls().slice(-6)).toEqual([
      'systemctl --user is-system-running',
      expect.stringMatching(/^loginctl enable-linger \S+$/),
      'systemctl --user daemon-reload',
      'systemctl --user enable secretary',
      'systemctl --user restart secretary',
      'systemctl --user is-active secretary',
    ])

    const status = await run(['service', 'status', '--json'])
    expect([status.exitCode, JSON.parse(status.stdout)]).toEqual([
      0,
      expect.objectContaining({ state: 'active', isEnabled: true }),
    ])
    const logs = await run(['service', 'logs', '--lines', '50'])
    expect([logs.exitCode, logs.stdout]).toEqual([0, 'http://localhost:8002/setup#token=x\n'])
    expect(calls().at(-1)).toBe('journalctl --user --unit secretary --no-pager --output=cat --lines=50')

    writeFileSync(join(dataDir, 'secretary.db'), 'kept')
    expect((await run(['service', 'remove'])).exitCode).toBe(0)
    expect([existsSync(unitPath()), existsSync(join(folder, 'loaded')), existsSync(environment)]).toEqual([
      false,
      false,
      false,
    ])
    expect(readFileSync(join(dataDir, 'secretary.db'), 'utf8')).toBe('kept')
    expect((await run(['service', 'remove'])).stdout).toMatch(/was not installed/)
  })

  it('says plainly where there is no systemd, and leaves nothing behind', async () => {
    writeFileSync(join(folder, 'bin', 'systemctl'), '#!/bin/sh\necho offline\nexit 1\n')
    const offline = await run(['service', 'install'])
    expect([offline.exitCode, offline.stdout]).toEqual([1, ''])
    expect(offline.stderr).toMatch(/does not answer \(offline\).*Without systemd/)
    rmSync(join(folder, 'bin', 'systemctl'))
    const absent = await run(['service', 'install'], {
      PATH: `${join(folder, 'bin')}:${process.env.PATH?.split(':')[0]}`,
    })
    expect(absent.stderr).toMatch(/systemd does not run here/)
    expect([existsSync(unitPath()), existsSync(dataDir)]).toEqual([false, false])
  })

  it('is not half installed where the environment is wrong', async () => {
    const { exitCode, stderr } = await run(['service', 'install'], { ORCHESTRATOR_PORT: 'eighty' })
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('ORCHESTRATOR_PORT')])
    expect(existsSync(unitPath())).toBe(false)
  })
})
