import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { openSystemd } from '#server/cli/service/systemd.ts'

export const serviceLogsCommand: Command = {
  name: 'service logs',
  usage: 'service logs [--lines N] [--follow]',
  summary: 'What the service wrote; on the first start the set-up link is in it',
  options: { lines: { type: 'string' }, follow: { type: 'boolean' } },
  async run({ option, flag }) {
    const lines = option('lines') ?? '200'
    if (!/^\d{1,6}$/.test(lines)) throw new CliError('--lines takes a number')
    const systemd = await openSystemd()
    return systemd.showLog(['--no-pager', '--output=cat', `--lines=${lines}`, ...(flag('follow') ? ['--follow'] : [])])
  },
}
