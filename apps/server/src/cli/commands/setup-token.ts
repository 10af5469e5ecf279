import type { Command } from '#server/cli/command.ts'
import { reachableUrls } from '#server/features/system/reachable-urls.ts'

export const setupTokenCommand: Command = {
  name: 'setup-token',
  usage: 'setup-token',
  summary: 'A new one-time set-up link; the one before stops working',
  async run({ container, output, audit }) {
    const { setup, config } = await container()
    const token = await setup.issueToken()
    const url = `${reachableUrls(config, config.port)[0]}/setup#token=${token}`
    await audit('setup.token', null, {})
    output.object({ id: 'setup-token', token, url }, url)
    return 0
  },
}
