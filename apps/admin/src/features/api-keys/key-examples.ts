import type { KeyScope } from '@secretary/contracts/key-scopes'

export const exampleLanguages = ['curl', 'javascript', 'python'] as const
export type ExampleLanguage = (typeof exampleLanguages)[number]

export interface ExampleInput {
  /** Where this server is, without a trailing slash. */
  readonly url: string
  readonly key: string
  readonly scopes: readonly KeyScope[]
  /** What is asked, or spoken. */
  readonly text: string
}

/** A first call that works with this key as it stands: copied, pasted, run. */
export function keyExamples(input: ExampleInput): Record<ExampleLanguage, string> {
  return examples[callFor(input.scopes)](input)
}

function callFor(scopes: readonly KeyScope[]): KeyScope {
  if (scopes.length === 0 || scopes.includes('chat')) return 'chat'
  return scopes.includes('audio') ? 'audio' : 'models'
}

const shell = (text: string) => text.replaceAll("'", "'\\''")

const examples: Record<KeyScope, (input: ExampleInput) => Record<ExampleLanguage, string>> = {
  chat({ url, key, text }) {
    const messages = [{ role: 'user', content: text }]
    return {
      curl: `curl ${url}/v1/chat/completions \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${shell(JSON.stringify({ model: 'secretary', messages }))}'`,
      javascript: `${javascriptClient(url, key)}
const answer = await client.chat.completions.create({
  model: 'secretary',
  messages: [{ role: 'user', content: ${JSON.stringify(text)} }],
})
console.log(answer.choices[0].message.content)`,
      python: `${pythonClient(url, key)}
answer = client.chat.completions.create(
    model="secretary",
    messages=[{"role": "user", "content": ${JSON.stringify(text)}}],
)
print(answer.choices[0].message.content)`,
    }
  },
  audio: ({ url, key, text }) => ({
    curl: `curl ${url}/v1/audio/speech \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${shell(JSON.stringify({ model: 'tts-1', voice: 'alloy', input: text }))}' \\
  -o speech.mp3`,
    javascript: `import { writeFile } from 'node:fs/promises'
${javascriptClient(url, key)}
const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: ${JSON.stringify(text)} })
await writeFile('speech.mp3', Buffer.from(await speech.arrayBuffer()))`,
    python: `${pythonClient(url, key)}
speech = client.audio.speech.create(model="tts-1", voice="alloy", input=${JSON.stringify(text)})
speech.write_to_file("speech.mp3")`,
  }),
  models: ({ url, key }) => ({
    curl: `curl ${url}/v1/models \\
  -H 'Authorization: Bearer ${key}'`,
    javascript: `${javascriptClient(url, key)}
for await (const model of client.models.list()) console.log(model.id)`,
    python: `${pythonClient(url, key)}
for model in client.models.list():
    print(model.id)`,
  }),
}

function javascriptClient(url: string, key: string): string {
  return `import OpenAI from 'openai' // npm install openai

const client = new OpenAI({ baseURL: '${url}/v1', apiKey: '${key}' })`
}

function pythonClient(url: string, key: string): string {
  return `from openai import OpenAI  # pip install openai

client = OpenAI(base_url="${url}/v1", api_key="${key}")`
}
