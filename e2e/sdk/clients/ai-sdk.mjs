import assert from 'node:assert/strict'
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, streamText } from 'ai'

const [baseURL, apiKey] = process.argv.slice(2)
const openai = createOpenAI({ baseURL, apiKey })
const prompt = 'When are you open?'

for (const [id, text] of [
  ['secretary', 'From nine to six.'],
  ['vendor/m', 'Hello there'],
]) {
  const model = openai.chat(id)
  const answer = await generateText({ model, prompt, maxRetries: 0 })
  assert.equal(answer.text, text)
  assert.equal(answer.finishReason, 'stop')
  const stream = streamText({ model, prompt, maxRetries: 0 })
  let streamed = ''
  for await (const delta of stream.textStream) streamed += delta
  assert.equal(streamed, text)
  assert.equal(typeof (await stream.usage).totalTokens, 'number')
}
await assert.rejects(
  () => generateText({ model: openai.chat('nothing'), prompt, maxRetries: 0 }),
  (error) => error.statusCode === 404,
)
