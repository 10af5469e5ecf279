import type { Command } from '#server/cli/command.ts'
import { findUser } from '#server/cli/find-user.ts'
import { parseRole } from './user-create.ts'

export const userRoleCommand: Command = {
  name: 'user role',
  usage: 'user role NAME admin|user|guest',
  summary: 'Change what a user may do; holds at once',
  async run({ words, container, output, audit }) {
    const { users } = await container()
    const role = parseRole(words[1] ?? '')
    const user = await users.change((await findUser(users, words[0])).id, { role })
    await audit('user.role', user.id, { role })
    output.object(user, `${user.name} is ${user.role} now`)
    return 0
  },
}
