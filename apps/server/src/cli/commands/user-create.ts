import { UserName } from '@secretary/contracts/auth.contract'
import { roles } from '@secretary/contracts/permissions'
import { Language } from '@secretary/contracts/scalars'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { readPassword } from '#server/cli/read-password.ts'

export const userCreateCommand: Command = {
  name: 'user create',
  usage:
    'user create NAME [--role admin|user|guest] [--language ru|en] [--password-env VAR]   (the password is asked for, or read from stdin)',
  summary: 'Create an account',
  options: { role: { type: 'string' }, language: { type: 'string' }, 'password-env': { type: 'string' } },
  async run({ words, option, container, output, audit }) {
    const name = UserName.safeParse(words[0] ?? '')
    if (!name.success) throw new CliError('Name the user: 1 to 64 characters on one line')
    const role = parseRole(option('role') ?? 'user')
    const language = Language.safeParse(option('language') ?? 'ru')
    if (!language.success) throw new CliError('The language must be ru or en')
    const password = await readPassword(option('password-env'))
    const user = await (await container()).users.create({ name: name.data, password, role, language: language.data })
    await audit('user.create', user.id, { name: user.name, role })
    output.object(user, `Created ${user.name} (${user.role})`)
    return 0
  },
}

/** @throws CliError */
export function parseRole(text: string) {
  const role = roles.find((known) => known === text)
  if (!role) throw new CliError(`The role must be one of ${roles.join(', ')}`)
  return role
}
