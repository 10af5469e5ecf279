import { chownSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from '#server/cli/command.ts'
import { describeInstallation } from '#server/cli/service/describe-installation.ts'
import { environmentFile } from '#server/cli/service/environment-file.ts'
import { serviceUnit } from '#server/cli/service/service-unit.ts'
import { openSystemd, SERVICE_NAME } from '#server/cli/service/systemd.ts'
import { givenVariables, loadConfig } from '#server/config/load-config.ts'

export const serviceInstallCommand: Command = {
  name: 'service install',
  usage:
    'service install   (as root for the whole machine, otherwise for yourself; with the variables that are set now)',
  summary: 'Let systemd run Secretary: after log-out, after a crash, after a reboot',
  async run({ output }) {
    const { dataDir, port } = loadConfig()
    const systemd = await openSystemd()
    await systemd.enableLinger()
    const unit = describeInstallation(dataDir, systemd.isSystem)
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeWhole(unit.environmentFile, environmentFile({ ...givenVariables(), DATA_DIR: dataDir }), 0o600)
    // Its owner runs the server, and whoever runs it has to write there.
    if (unit.system?.user) for (const path of [dataDir, unit.environmentFile]) giveTo(path, unit.root)
    mkdirSync(dirname(systemd.unitPath), { recursive: true })
    writeWhole(systemd.unitPath, serviceUnit(unit), 0o644)
    await systemd.control('daemon-reload')
    await systemd.control('enable', SERVICE_NAME)
    await systemd.control('restart', SERVICE_NAME)
    const state = await systemd.ask('is-active')
    output.object(
      { id: SERVICE_NAME, unitPath: systemd.unitPath, environmentPath: unit.environmentFile, state, port },
      `${systemd.unitPath} is installed and ${state}. What it says: npm run --silent cli -- service logs`,
    )
    if (systemd.isSystem && unit.system?.user === null)
      output.note(
        'It runs as root, because the checkout belongs to root: give the folder to a user of its own, and install again',
      )
    return 0
  },
}

function writeWhole(path: string, text: string, mode: number): void {
  const aside = `${path}.${process.pid}.unfinished`
  writeFileSync(aside, text, { mode })
  renameSync(aside, path)
}

function giveTo(path: string, likeThis: string): void {
  const { uid, gid } = statSync(likeThis)
  if (statSync(path).uid === 0) chownSync(path, uid, gid)
}
