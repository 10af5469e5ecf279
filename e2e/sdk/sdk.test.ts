import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../apps/server/test/support/app.ts'
import { openAiClient } from '../../apps/server/test/support/openai-client.ts'
import { type ScriptedVendor, startScriptedVendor } from '../../apps/server/test/support/scripted-vendor.ts'
import { runCommand } from '../../tools/test/run-command.ts'
import { installNodeClients, installPythonClients, pythonOfClients } from './install-clients.ts'
import { playSdkVendor } from './sdk-vendor.ts'

const clients = fileURLToPath(new URL('./clients/', import.meta.url))
const INSTALL_MS = 300_000

/** Official clients as they are installed: only the address and the key are ours. */
describe('clients of OpenAI work unchanged', () => {
  let app: TestApp
  let vendor: ScriptedVendor
  let key: string

  beforeAll(async () => {
    vendor = await startScriptedVendor()
    playSdkVendor(vendor)
    app = await startTestApp()
    key = (await openAiClient(app)).key
    const as = await app.logIn('admin')
    const entry = { question: 'When are you open?', answer: 'From nine to six.', language: 'en' }
    await app.call('POST', '/admin/faq/entries', { as, body: entry })
    const provider = { name: 'Vendor', baseUrl: vendor.baseUrl, model: 'm' }
    await app.call('POST', '/admin/llm/providers', { as, body: provider })
  })
  afterAll(async () => {
    await app.close()
    await vendor.close()
  })

  const run = async (program: string, file: string) => {
    const env = { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LANGSMITH_TRACING: 'false' }
    const { exitCode, output } = await runCommand(program, [clients + file, `${app.url}/v1`, key], env)
    expect(exitCode, output.slice(-3_000)).toBe(0)
  }

  describe.each([
    ['node', installNodeClients, 'node', ['openai.mjs', 'ai-sdk.mjs', 'langchain.mjs']],
    ['python', installPythonClients, pythonOfClients, ['openai_client.py', 'litellm_client.py', 'langchain_client.py']],
  ] as const)('%s', (_name, install, program, files) => {
    let missing: string | null = null
    beforeAll(async (): Promise<void> => {
      missing = await install()
      // On a build machine nothing may be missing.
      if (missing !== null && process.env.CI !== undefined) throw new Error(missing)
    }, INSTALL_MS)

    for (const file of files)
      it(file, async (context) => {
        if (missing !== null) return context.skip(missing)
        await run(program, file)
      })
  })
})
