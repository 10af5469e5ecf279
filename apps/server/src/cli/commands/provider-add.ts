import { ProviderInput } from '@secretary/contracts/providers.contract'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { readVariable } from '#server/config/load-config.ts'

export const providerAddCommand: Command = {
  name: 'provider add',
  usage:
    'provider add --name NAME --type custom --base-url URL --model MODEL [--api-key-env VAR] [--context-window TOKENS] [--default]',
  summary: 'Connect a language model; local addresses are allowed',
  options: {
    name: { type: 'string' },
    type: { type: 'string' },
    'base-url': { type: 'string' },
    model: { type: 'string' },
    'api-key-env': { type: 'string' },
    'context-window': { type: 'string' },
    default: { type: 'boolean' },
  },
  async run({ option, flag, container, output, audit }) {
    const input = ProviderInput.safeParse({
      name: option('name'),
      type: option('type'),
      baseUrl: option('base-url'),
      model: option('model'),
      apiKey: apiKey(option('api-key-env')),
      contextWindowTokens: option('context-window') === undefined ? undefined : Number(option('context-window')),
      isDefault: flag('default'),
    })
    if (!input.success)
      throw new CliError(
        `Not a valid connection: ${input.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      )
    const provider = await (await container()).providers.create(input.data)
    await audit('provider.create', provider.id, {
      name: provider.name,
      baseUrl: provider.baseUrl,
      model: provider.model,
    })
    output.object(provider, `Connected ${provider.name} (${provider.model})`)
    return 0
  },
}

function apiKey(envName: string | undefined): string | null {
  if (envName === undefined) return null
  const key = readVariable(envName)
  if (key === undefined || key === '') throw new CliError(`The variable ${envName} is not set`)
  return key
}
