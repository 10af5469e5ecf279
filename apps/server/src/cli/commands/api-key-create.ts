import { ApiKeyInput } from '@secretary/contracts/api-keys.contract'
import { CliError } from '#server/cli/cli-error.ts'
import type { Command, CommandInput } from '#server/cli/command.ts'
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
  async run({ words, option, container, output, audit }) {
    if (words.length > 0) throw new CliError(`Not understood: ${words.join(' ')}. A list has commas and no spaces`)
    const input = ApiKeyInput.safeParse({
      name: option('name'),
      scopes: listIn(option, 'scopes'),
      allowedOrigins: listIn(option, 'origins'),
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

/** An empty list would mean everything, and nobody who gives one means that. */
function listIn(option: CommandInput['option'], name: string): string[] | undefined {
  const items = option(name)
    ?.split(/[\s,]+/)
    .filter((item) => item !== '')
  if (items?.length === 0) throw new CliError(`--${name} names nothing: leave it out, or name something`)
  return items
}

/** `90d`, or a date or time; a date means its beginning in UTC. */
function expiryOf(text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  const time = days === undefined ? new Date(text) : new Date(now.getTime() + Number(days) * DAY_MS)
  if (Number.isNaN(time.getTime()) || !isInCalendar(text))
    throw new CliError(`Not a number of days and not a date: ${text}`)
  return time.toISOString()
}

/** Of the 30th of February a `Date` makes the 2nd of March. */
function isInCalendar(text: string): boolean {
  const [date] = /^\d{4}-\d{2}-\d{2}/.exec(text) ?? []
  return date === undefined || new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true
}
