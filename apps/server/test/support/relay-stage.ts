import { afterAll, beforeAll } from 'vitest'
import type { ApiCallsTable } from '#server/features/openai-api/calls/api-calls.table.ts'
import type { UsageTable } from '#server/features/usage/usage.table.ts'
import { startTestApp, type TestApp } from './app.ts'
import { connectProvider } from './connect-provider.ts'
import { callRow, type OpenAiClient, openAiClient } from './openai-client.ts'
import { type ScriptedVendor, startScriptedVendor } from './scripted-vendor.ts'

/** A server with a scripted vendor behind it, and a program that has a key. */
export interface RelayStage {
  readonly app: TestApp
  readonly vendor: ScriptedVendor
  readonly client: OpenAiClient
  /** What a call has left. */
  readonly rowOf: (response: Response) => Promise<ApiCallsTable | undefined>
  /** The sum that this call is a part of. */
  readonly sumOf: (response: Response) => Promise<UsageTable | undefined>
}

/** Opens the stage before the tests of a file, and closes it behind them. */
export function beforeAllWithVendor(use: (stage: RelayStage) => void, { isDefault = false } = {}): void {
  let stage: RelayStage | undefined
  beforeAll(async () => {
    const vendor = await startScriptedVendor()
    const app = await startTestApp()
    const rowOf = (response: Response) => callRow(app, response.headers.get('x-request-id') ?? '')
    const client = await openAiClient(app)
    const sumOf = async (response: Response) => {
      const { id = '', is_estimated = 0 } = (await rowOf(response)) ?? {}
      // A sum has the id of its first call.
      const sums = app.container.db.selectFrom('usage').selectAll().where('api_key_id', '=', client.keyId)
      const alike = sums.where('is_estimated', '=', is_estimated).where('id', '<=', id)
      return alike.orderBy('id', 'desc').limit(1).executeTakeFirst()
    }
    stage = { app, vendor, client, rowOf, sumOf }
    await connectProvider(app, { name: 'Vendor', apiKey: 'vendor-secret', isDefault, baseUrl: vendor.baseUrl })
    use(stage)
  })
  afterAll(async () => {
    await stage?.app.close()
    await stage?.vendor.close()
  })
}

/** A question that is passed through. */
export const passedThrough = (extra: object = {}) => ({
  model: 'vendor/any/model',
  messages: [{ role: 'user', content: 'Hi' }],
  ...extra,
})
