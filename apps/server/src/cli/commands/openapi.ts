import { writeFileSync } from 'node:fs'
import { contracts } from '@secretary/contracts/contracts'
import type { Command } from '#server/cli/command.ts'
import { buildOpenApi } from '#server/http/openapi.ts'
import { version } from '#server/platform/version.ts'

export const openapiCommand: Command = {
  name: 'openapi',
  usage: 'openapi [--out FILE]',
  summary: 'The OpenAPI 3.1 document of the whole API',
  options: { out: { type: 'string' } },
  async run({ option, output }) {
    const text = `${JSON.stringify(buildOpenApi(contracts, { version }), null, 2)}\n`
    const file = option('out')
    if (file === undefined) output.raw(text)
    else writeFileSync(file, text)
    return 0
  },
}
