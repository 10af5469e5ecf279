import { fakeOpenAiKey, startFakeOpenAiServer } from '@secretary/models/testing/fake-openai-server'
import { expect, it } from 'vitest'
import { startTestApp } from '#server-test/support/app.ts'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { testDatabases } from '#server-test/support/databases.ts'
import { openAiClient } from '#server-test/support/openai-client.ts'

it.for(testDatabases())(
  'a character that no database stores costs nobody his answer on $name',
  async (database, { skip }) => {
    skip(database.isMissing, 'PostgreSQL is not installed')
    const vendor = await startFakeOpenAiServer()
    const app = await startTestApp({ database: database.name })
    await connectProvider(app, { name: 'Fake', baseUrl: vendor.baseUrl, apiKey: fakeOpenAiKey, isDefault: true })
    const client = await openAiClient(app)
    vendor.answerWith({ deltas: ['Мы\u0000 здесь', '\u0000.'] })
    const messages = [{ role: 'user', content: 'Где вы?' }]
    const answer = await client.chat({ model: 'secretary', messages, metadata: { conversation_id: 'new' } })
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { choices: [{ message: { content: 'Мы здесь.' } }] },
    ])
    const stored = app.container.db.selectFrom('messages').select('content').orderBy('id')
    expect(await stored.execute()).toEqual([{ content: 'Где вы?' }, { content: 'Мы здесь.' }])
    await app.close()
    await vendor.close()
  },
)
