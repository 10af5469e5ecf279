import type { Command } from '#server/cli/command.ts'

export const providerListCommand: Command = {
  name: 'provider list',
  usage: 'provider list',
  summary: 'Connected language models',
  async run({ container, output }) {
    output.lines(
      await (await container()).providers.list(),
      (provider) =>
        `${provider.isDefault ? '*' : ' '} ${provider.name}\t${provider.model}\t${provider.baseUrl}\t${provider.apiKeyHint ?? 'no key'}`,
    )
    return 0
  },
}
