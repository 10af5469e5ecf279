import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError } from '#server/platform/api-error.ts'
import { readTurnRequest } from './read-turn-request.ts'

const read = (body: unknown) => readTurnRequest(Buffer.from(JSON.stringify(body)))
const ask = { model: 'secretary', messages: [{ role: 'user', content: 'Где вы?' }] }

it.each([
  ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }],
  ['tool_choice', { tool_choice: 'required' }],
  ['functions', { functions: [{ name: 'f' }] }],
  ['response_format', { response_format: { type: 'json_object' } }],
  ['n', { n: 2 }],
  ['logprobs', { logprobs: true }],
  ['top_logprobs', { top_logprobs: 3 }],
  ['logit_bias', { logit_bias: { 5: 1 } }],
  ['audio', { audio: { voice: 'alloy', format: 'mp3' } }],
  ['modalities', { modalities: ['text', 'audio'] }],
  ['prediction', { prediction: { type: 'content', content: 'x' } }],
  ['reasoning_effort', { reasoning_effort: 'high' }],
  ['store', { store: true }],
  ['web_search_options', { web_search_options: {} }],
  ['stream_options.include_obfuscation', { stream: true, stream_options: { include_obfuscation: true } }],
  ['temperature', { temperature: 3 }],
  ['top_p', { top_p: -1 }],
  ['max_tokens', { max_tokens: 0 }],
  ['max_completion_tokens', { max_completion_tokens: 1.5 }],
  ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
  ['seed', { seed: 'x' }],
  ['metadata.conversation_id', { metadata: { conversation_id: 5 } }],
  ['messages', { messages: [] }],
  ['messages', { messages: 'Hi' }],
  ['messages', { messages: [{ role: 'assistant', content: 'Hi' }] }],
  ['messages', { messages: [{ role: 'user', content: '  ' }] }],
  ['messages', { messages: [{ role: 'user', content: 'x'.repeat(65_537) }] }],
  ['messages[0].content', { messages: [{ role: 'user', content: 5 }] }],
  ['messages[0].content', { messages: [{ role: 'user', content: 'a\u0000b' }] }],
  [
    'messages[0].content[1].type',
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'data:' } },
          ],
        },
      ],
    },
  ],
  ['messages[0].role', { messages: [{ role: 'tool', content: 'x', tool_call_id: '1' }] }],
  [
    'messages[0].tool_calls',
    {
      messages: [
        { role: 'assistant', content: null, tool_calls: [{}] },
        { role: 'user', content: 'x' },
      ],
    },
  ],
])('refuses %s that can not be honoured, by name', (param, body) => {
  let error: unknown
  try {
    read({ ...ask, ...body })
  } catch (thrown) {
    error = thrown
  }
  expect(error).toMatchObject({ name: 'ApiError', status: 400, type: 'invalid_request_error', param })
})

describe('whatever is sent', () => {
  const around = (value: string) => Buffer.from(`{"messages":[{"role":"user","content":"Hi"}],"x":${value}}`, 'latin1')
  it.each([
    ['a text that is not UTF-8', '"caf\xe9"'],
    ['more levels than anybody needs', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['more values than anybody needs', `[${'{},'.repeat(300_000)}{}]`],
  ])('is refused before it is parsed where it is %s', (_, value) => {
    expect(() => readTurnRequest(around(value))).toThrow(expect.objectContaining({ code: 'validation_failed' }))
  })

  it('is understood or refused, never a failure', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('messages', 'stop', 'metadata', 'stream_options'),
        (message, value, name) => {
          for (const body of [value, { ...ask, [name]: value }, { ...ask, messages: [message] }])
            try {
              read(body)
            } catch (error) {
              expect(error).toBeInstanceOf(ApiError)
            }
        },
      ),
    )
  })
})
