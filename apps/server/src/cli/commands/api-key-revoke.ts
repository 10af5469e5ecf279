import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { listAllKeys } from '#server/cli/list-all-keys.ts'
import { systemActor } from '#server/platform/actor.ts'

export const apiKeyRevokeCommand: Command = {
  name: 'api-key revoke',
  usage: 'api-key revoke ID|NAME',
  summary: 'End an API key; a running server refuses it within two seconds',
  async run({ words: [wanted = ''], container, output, audit }) {
    const { apiKeys } = await container()
    const found = (await listAllKeys(apiKeys)).filter(({ id, name }) => id === wanted || name === wanted)
    const [key] = found
    if (!key) throw new CliError(`There is no key ${wanted}`.trim())
    if (found.length > 1) throw new CliError(`Several keys are called ${wanted}: name the id, api-key list shows it`)
    await apiKeys.revoke(systemActor, key.id)
    await audit('api-key.revoke', key.id, { name: key.name })
    output.object({ id: key.id, name: key.name }, `Revoked ${key.name}`)
    return 0
  },
}
