import { existsSync } from 'node:fs'
import type { Command } from '#server/cli/command.ts'
import { openSystemd, SERVICE_NAME } from '#server/cli/service/systemd.ts'

export const serviceStatusCommand: Command = {
  name: 'service status',
  usage: 'service status',
  summary: 'Whether the service is installed, running, and started with the machine',
  async run({ output }) {
    const systemd = await openSystemd()
    const isInstalled = existsSync(systemd.unitPath)
    const state = isInstalled ? await systemd.ask('is-active') : 'not installed'
    const isEnabled = isInstalled && (await systemd.ask('is-enabled')) === 'enabled'
    output.object(
      { id: SERVICE_NAME, isInstalled, state, isEnabled, unitPath: systemd.unitPath },
      isInstalled
        ? `${systemd.unitPath}: ${state}, ${isEnabled ? 'starts with the machine' : 'does not start with the machine'}`
        : 'Not installed: service install',
    )
    return state === 'active' ? 0 : 1
  },
}
