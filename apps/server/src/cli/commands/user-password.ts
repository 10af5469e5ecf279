import type { Command } from '#server/cli/command.ts'
import { findUser } from '#server/cli/find-user.ts'
import { readPassword } from '#server/cli/read-password.ts'

export const userPasswordCommand: Command = {
  name: 'user password',
  usage: 'user password NAME [--password-env VAR]   (the password is asked for, or read from stdin)',
  summary: 'Set a new password; ends every session of the user',
  options: { 'password-env': { type: 'string' } },
  async run({ words, option, container, output, audit }) {
    const { users } = await container()
    const user = await findUser(users, words[0])
    await users.setPassword(user.id, await readPassword(option('password-env')))
    await audit('user.password', user.id, {})
    output.object({ id: user.id, name: user.name }, `The password of ${user.name} is changed`)
    return 0
  },
}
