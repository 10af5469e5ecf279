import type { User } from '@secretary/contracts/auth.contract'
import type { UsersService } from '#server/features/users/users.service.ts'
import { CliError } from './cli-error.ts'

/** @throws CliError when nobody has this name. */
export async function findUser(users: UsersService, name: string | undefined): Promise<User> {
  if (name === undefined) throw new CliError('Name the user')
  const user = await users.findByName(name)
  if (!user) throw new CliError(`There is no user ${name}`)
  return user
}
