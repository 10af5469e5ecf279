import assert from 'node:assert/strict'
import { ChatOpenAI } from '@langchain/openai'

const [baseURL, apiKey] = process.argv.slice(2)
for (const [model, text] of [
  ['secretary', 'From nine to six.'],
  ['vendor/m', 'Hello there'],
]) {
  const chat = new ChatOpenAI({ model, apiKey, maxRetries: 0, configuration: { baseURL } })
  const answer = await chat.invoke('When are you open?')
  assert.equal(answer.content, text)
  // It takes a count of 0 for none at all.
  if (model !== 'secretary') assert.equal(answer.usage_metadata.total_tokens, 16)
  let streamed = ''
  for await (const chunk of await chat.stream('When are you open?')) streamed += chunk.content
  assert.equal(streamed, text)
}
const nothing = new ChatOpenAI({ model: 'nothing', apiKey, maxRetries: 0, configuration: { baseURL } })
await assert.rejects(
  () => nothing.invoke('Hi'),
  (error) => error.status === 404,
)
