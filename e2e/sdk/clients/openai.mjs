import assert from 'node:assert/strict'
import OpenAI from 'openai'

const [baseURL, apiKey] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const messages = [{ role: 'user', content: 'When are you open?' }]

const ids = []
for await (const { id } of client.models.list()) ids.push(id)
assert.ok(ids.includes('secretary') && ids.includes('vendor/m'), ids.join())
assert.equal((await client.models.retrieve('vendor/m')).owned_by, 'vendor')

for (const [model, text] of [
  ['secretary', 'From nine to six.'],
  ['vendor/m', 'Hello there'],
]) {
  const answer = await client.chat.completions.create({ model, messages })
  assert.equal(answer.choices[0].message.content, text)
  assert.equal(typeof answer.usage.total_tokens, 'number')
  let streamed = ''
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
    streamed += chunk.choices[0].delta.content ?? ''
  assert.equal(streamed, text)
  const withUsage = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } })
  assert.equal(await withUsage.finalContent(), text)
  assert.equal(typeof (await withUsage.totalUsage()).total_tokens, 'number')
}

const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }]
const call = await client.chat.completions.stream({ model: 'vendor/m', messages, tools }).finalChatCompletion()
assert.equal(call.choices[0].message.tool_calls[0].function.arguments, '{"a":1}')
const json = await client.chat.completions.create({
  model: 'vendor/m',
  messages,
  response_format: { type: 'json_object' },
  x_unknown: 1,
})
assert.deepEqual(JSON.parse(json.choices[0].message.content), { ok: true, x_unknown: 1 })

const wrongKey = new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 })
await assert.rejects(() => wrongKey.models.list(), OpenAI.AuthenticationError)
await assert.rejects(() => client.chat.completions.create({ model: 'nothing', messages }), OpenAI.NotFoundError)
await assert.rejects(() => client.chat.completions.create({ model: 'vendor/busy', messages }), OpenAI.RateLimitError)
await assert.rejects(
  () => client.chat.completions.create({ model: 'secretary', messages, tools }),
  (error) => error instanceof OpenAI.BadRequestError && error.param === 'tools',
)

const stalled = await client.chat.completions.create({ model: 'vendor/stall', messages, stream: true })
for await (const _chunk of stalled) stalled.controller.abort()
const broken = await client.chat.completions.create({ model: 'vendor/broken', messages, stream: true })
await assert.rejects(async () => {
  for await (const _chunk of broken);
}, /broke off/)
