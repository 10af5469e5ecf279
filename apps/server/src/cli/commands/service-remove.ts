import { existsSync, rmSync } from 'node:fs'
import type { Command } from '#server/cli/command.ts'
import { openSystemd, SERVICE_NAME } from '#server/cli/service/systemd.ts'
import { loadConfig } from '#server/config/load-config.ts'

export const serviceRemoveCommand: Command = {
  name: 'service remove',
  usage: 'service remove',
  summary: 'Stop the service and take it out of systemd; all data stays',
  async run({ output }) {
    const systemd = await openSystemd()
    const isInstalled = existsSync(systemd.unitPath)
    if (isInstalled) {
      await systemd.control('disable', '--now', SERVICE_NAME)
      rmSync(systemd.unitPath)
      await systemd.control('daemon-reload')
      rmSync(`${loadConfig().dataDir}/service.env`, { force: true })
    }
    output.object(
      { id: SERVICE_NAME, wasInstalled: isInstalled },
      isInstalled ? 'Stopped and removed; all data stays' : 'It was not installed',
    )
    return 0
  },
}
