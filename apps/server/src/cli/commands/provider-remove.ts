import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'

export const providerRemoveCommand: Command = {
  name: 'provider remove',
  usage: 'provider remove NAME|ID',
  summary: 'Disconnect a language model; its key is erased',
  async run({ words: [wanted], container, output, audit }) {
    const { providers } = await container()
    const provider = (await providers.list()).find(({ id, name }) => id === wanted || name === wanted)
    if (!provider) throw new CliError(`There is no connection ${wanted ?? ''}`.trim())
    await providers.delete(provider.id)
    await audit('provider.delete', provider.id, { name: provider.name })
    output.object({ id: provider.id, name: provider.name }, `Disconnected ${provider.name}`)
    return 0
  },
}
