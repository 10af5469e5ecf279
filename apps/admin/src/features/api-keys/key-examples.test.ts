import { expect, it } from 'vitest'
import { keyExamples } from './key-examples.ts'

const input = { url: 'https://secretary.example', key: 'sk-sec-abc', text: 'Who\'s "open"?' }

it.each([
  [[], '/v1/chat/completions', 'chat.completions.create'],
  [['models', 'chat'], '/v1/chat/completions', 'chat.completions.create'],
  [['audio'], '/v1/audio/speech', 'audio.speech.create'],
  [['models'], '/v1/models', 'models.list'],
] as const)('shows a call that a key with the scopes %j may make', (scopes, path, call) => {
  const { curl, javascript, python } = keyExamples({ ...input, scopes })
  expect(curl).toContain(`https://secretary.example${path} `)
  for (const text of [javascript, python]) expect(text).toContain(call)
  for (const text of [curl, javascript, python]) expect(text).toContain('sk-sec-abc')
})

it('survives quotes in the question', () => {
  const { curl, python } = keyExamples({ ...input, scopes: [] })
  expect(curl).toContain(`Who'\\''s \\"open\\"?`)
  expect(python).toContain('"Who\'s \\"open\\"?"')
})
