import type { Command } from '#server/cli/command.ts'

export const backupListCommand: Command = {
  name: 'backup list',
  usage: 'backup list',
  summary: 'Backups there are, newest first',
  async run({ container, output }) {
    output.lines(
      await (await container()).backups.list(),
      ({ id, kind, createdAt, sizeBytes, verifiedAt, hasKey }) =>
        `${id}\t${kind}\t${createdAt}\t${sizeBytes} bytes\t${verifiedAt ? 'verified' : 'not verified'}${hasKey ? '\twith key' : ''}`,
    )
    return 0
  },
}
