import type { Command } from '#server/cli/command.ts'
import { listAllKeys } from '#server/cli/list-all-keys.ts'

export const apiKeyListCommand: Command = {
  name: 'api-key list',
  usage: 'api-key list',
  summary: 'API keys of everybody, without the revoked ones',
  async run({ container, output }) {
    output.lines(
      await listAllKeys((await container()).apiKeys),
      (key) =>
        `${key.id}\t${key.name}\t${key.hint}\t${key.state}\t${key.scopes.join(',') || 'all'}\t${key.lastUsedAt ?? 'never used'}`,
    )
    return 0
  },
}
