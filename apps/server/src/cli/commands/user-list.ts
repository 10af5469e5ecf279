import type { Command } from '#server/cli/command.ts'

export const userListCommand: Command = {
  name: 'user list',
  usage: 'user list',
  summary: 'All accounts',
  async run({ container, output }) {
    output.lines(
      await (await container()).users.list(),
      (user) => `${user.name}\t${user.role}\t${user.lastLoginAt ?? 'never logged in'}`,
    )
    return 0
  },
}
