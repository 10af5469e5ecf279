import { usersContract } from '@secretary/contracts/users.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { UsersService } from './users.service.ts'

export function registerUserRoutes(mount: Mount, { users }: { users: UsersService }): void {
  mount(usersContract, {
    listUsers: async () => ({ items: await users.listPeople(), nextCursor: null }),
    updateUser: ({ params, body }) => users.change(params.id, body),
    async signOutUser({ params }) {
      await users.signOut(params.id)
      return {}
    },
  })
}
