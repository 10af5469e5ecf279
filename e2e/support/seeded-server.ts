import { startTestServer, type TestServer } from './server.ts'

export interface SeededServer extends TestServer {
  readonly account: { readonly name: string; readonly password: string }
  call(method: string, path: string, body?: unknown): Promise<unknown>
  conversationId: string
}

/** A server with an account, a filled-in profile, the questions of a trade and one conversation. */
export async function startSeededServer(language: 'ru' | 'en' = 'ru'): Promise<SeededServer> {
  const server = await startTestServer()
  const account = { name: 'Анна', password: 'надёжный-пароль' }
  const token = server.setupUrl?.split('#token=')[1] ?? ''
  let accessToken = ''
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const grant = (await call('POST', '/admin/setup/account', {
    token,
    ...account,
    language,
    businessName: 'Клиника «Улыбка»',
    timeZone: 'Europe/Moscow',
  })) as { accessToken: string }
  accessToken = grant.accessToken
  await call('PATCH', '/admin/business/profile', { phone: '+7 495 123-45-67', address: 'Москва, ул. Ленина, 5' })
  await call('POST', '/admin/business/starter-packs/dental/apply', { language })
  await call('PUT', '/admin/setup/progress', { currentStep: 'done', skippedSteps: [] })
  const { id } = (await call('POST', '/admin/chat/sessions', {})) as { id: string }
  for (const content of ['Где вы находитесь?', 'Сколько весит Луна?'])
    await streamToEnd(server.url, accessToken, id, content)
  return { ...server, account, call, conversationId: id }
}

async function streamToEnd(url: string, accessToken: string, id: string, content: string): Promise<void> {
  const response = await fetch(`${url}/admin/chat/sessions/${id}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ content }),
  })
  await response.text()
}
