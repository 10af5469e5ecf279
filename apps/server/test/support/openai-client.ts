import { expect } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import type { TestApp } from './app.ts'

export interface ErrorBody {
  readonly error: { message: string; type: string; param: string | null; code: string | null }
}

/** A program with a key of its own. */
export async function openAiClient(app: TestApp) {
  const { id, key } = await app.container.apiKeys.create(systemActor, {
    name: 'A program',
    scopes: [],
    allowedOrigins: [],
    expiresAt: null,
  })
  const call = (method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    app.call(method, path, {
      headers: { authorization: `Bearer ${key}` },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    })
  return {
    keyId: id,
    key,
    models: async () => (await (await call('GET', '/v1/models')).json()) as { data: { id: string }[] },
    get: (path: string) => call('GET', path),
    chat: (body: unknown, signal?: AbortSignal) => call('POST', '/v1/chat/completions', body, signal),
    async error(body: unknown): Promise<ErrorBody['error'] & { status: number; headers: Headers }> {
      const response = await call('POST', '/v1/chat/completions', body)
      const { error } = (await response.json()) as ErrorBody
      return { ...error, status: response.status, headers: response.headers }
    },
  }
}

export type OpenAiClient = Awaited<ReturnType<typeof openAiClient>>

/** The data of each event; JSON is parsed. */
export function eventsIn(text: string): unknown[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('data: '))
    .map((block) => block.slice('data: '.length))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)))
}

/** The row that a call leaves, which is stored soon after its answer. */
export async function callRow({ container }: TestApp, requestId: string) {
  const find = () => container.db.selectFrom('api_calls').selectAll().where('id', '=', requestId).executeTakeFirst()
  await expect.poll(find).toBeDefined()
  return find()
}
