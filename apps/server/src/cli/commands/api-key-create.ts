import { ApiKeyInput } from '@secretary/contracts/api-keys.contract'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { systemActor } from '#server/platform/actor.ts'

const DAY_MS = 24 * 3600 * 1000

export const apiKeyCreateCommand: Command = {
  name: 'api-key create',
  usage:
    'api-key create --name NAME [--scopes models,chat,audio] [--expires 90d|2027-01-31] [--origins https://…,https://…]',
  summary: 'An API key for programs; prints the key, which is shown this once',
  options: {
    name: { type: 'string' },
    scopes: { type: 'string' },
    expires: { type: 'string' },
    origins: { type: 'string' },
  },
  async run({ option, container, output, audit }) {
    const input = ApiKeyInput.safeParse({
      name: option('name'),
      scopes: listOf(option('scopes')),
      allowedOrigins: listOf(option('origins')),
      expiresAt: expiryOf(option('expires'), new Date()),
    })
    if (!input.success)
      throw new CliError(
        `Not a valid key: ${input.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      )
    const { key, ...created } = await (await container()).apiKeys.create(systemActor, input.data)
    await audit('api-key.create', created.id, input.data)
    output.object({ ...created, key }, key)
    return 0
  },
}

function listOf(text: string | undefined): string[] | undefined {
  return text?.split(/[\s,]+/).filter((item) => item !== '')
}

/** `90d`, or a date or time; a date means its beginning in UTC. */
export function expiryOf(text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  const time = days === undefined ? new Date(text) : new Date(now.getTime() + Number(days) * DAY_MS)
  if (Number.isNaN(time.getTime())) throw new CliError(`Not a number of days and not a date: ${text}`)
  return time.toISOString()
}
