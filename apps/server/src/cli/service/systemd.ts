import { execFile, spawn } from 'node:child_process'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { readVariable } from '#server/config/load-config.ts'
import { AppError } from '#server/platform/app-error.ts'

export const SERVICE_NAME = 'secretary'

export interface Systemd {
  /** The whole machine's for root, one's own for everybody else. */
  readonly isSystem: boolean
  readonly unitPath: string
  /** @throws AppError where it fails, with what systemctl said. */
  control(...words: string[]): Promise<string>
  /** The answer in one word, such as `active`; `unknown` where there is none. */
  ask(question: 'is-active' | 'is-enabled'): Promise<string>
  /** Shows the log on this terminal; resolves with its exit code. */
  showLog(words: readonly string[]): Promise<number>
  /** A user's services live on after he has logged out. */
  enableLinger(): Promise<void>
}

/** @throws AppError `service_unavailable` where systemd does not run, with what to do instead. */
export async function openSystemd(): Promise<Systemd> {
  const isSystem = process.getuid?.() === 0
  const scope = isSystem ? [] : ['--user']
  const run = createRun(isSystem)
  const config = readVariable('XDG_CONFIG_HOME') ?? join(homedir(), '.config')
  const systemd: Systemd = {
    isSystem,
    unitPath: join(isSystem ? '/etc/systemd/system' : join(config, 'systemd', 'user'), `${SERVICE_NAME}.service`),
    async control(...words) {
      const { exitCode, output } = await run('systemctl', [...scope, ...words])
      if (exitCode !== 0) throw refused(`systemctl ${words.join(' ')}: ${output.trim()}`)
      return output
    },
    async ask(question) {
      const { output } = await run('systemctl', [...scope, question, SERVICE_NAME])
      return output.trim().split('\n')[0] || 'unknown'
    },
    showLog: (words) =>
      new Promise((resolve, reject) => {
        const child = spawn('env', ['journalctl', ...scope, '--unit', SERVICE_NAME, ...words], { stdio: 'inherit' })
        child.once('error', (error) => reject(refused(`journalctl can't be run: ${error.message}`)))
        child.once('close', (exitCode) => resolve(exitCode ?? 1))
      }),
    async enableLinger() {
      if (isSystem) return
      const { exitCode, output } = await run('loginctl', ['enable-linger', userInfo().username])
      if (exitCode !== 0)
        throw refused(
          `Services of yours end when you log out, and that can't be changed (${output.trim()}): ask root for loginctl enable-linger ${userInfo().username}`,
        )
    },
  }
  const { output } = await run('systemctl', [...scope, 'is-system-running'])
  const state = output.trim().split('\n').at(-1) ?? ''
  if (!/^(running|degraded|starting|initializing|maintenance)$/.test(state)) throw refused(absence(isSystem, state))
  return systemd
}

function absence(isSystem: boolean, state: string): string {
  const instead =
    'In a container let its own restart policy do it; elsewhere start npm start from whatever starts programs on this machine'
  if (isSystem || /No such file|not found/.test(state)) return `systemd does not run here. ${instead}`
  return `The systemd of this user does not answer (${state}): log in directly or by ssh instead of su, or run this as root. Without systemd: ${instead}`
}

const refused = (detail: string) => new AppError('service_unavailable', { detail })

function createRun(isSystem: boolean) {
  // After su the session's own variable is missing, while the user's manager may well be there.
  const runtime =
    isSystem || readVariable('XDG_RUNTIME_DIR') !== undefined ? [] : [`XDG_RUNTIME_DIR=/run/user/${process.getuid?.()}`]
  return (program: string, words: readonly string[]) =>
    new Promise<{ exitCode: number; output: string }>((resolve) => {
      execFile('env', ['LC_ALL=C', ...runtime, program, ...words], (error, stdout, stderr) => {
        const exitCode = error ? (typeof error.code === 'number' ? error.code : 127) : 0
        resolve({ exitCode, output: exitCode === 127 ? `${program} not found` : stdout || stderr })
      })
    })
}
