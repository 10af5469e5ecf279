import { startTestServer, type TestServer } from './server.ts'

export interface SeededServer extends TestServer {
  readonly account: { readonly name: string; readonly password: string }
  call(method: string, path: string, body?: unknown): Promise<unknown>
  conversationId: string
}

export interface Seed {
  readonly accountName: string
  readonly businessName: string
  readonly address: string
  readonly services: readonly { readonly name: string; readonly priceMinor: number; readonly currency: string }[]
  /** What is asked in the conversation. */
  readonly questions: readonly string[]
}

const usualSeeds: Record<'ru' | 'en', Seed> = {
  ru: {
    accountName: 'Анна',
    businessName: 'Клиника «Улыбка»',
    address: 'Москва, ул. Ленина, 5',
    services: [],
    questions: ['Где вы находитесь?', 'Сколько весит Луна?'],
  },
  en: {
    accountName: 'Owner',
    businessName: 'Dental office',
    address: '12 Park Street',
    services: [],
    questions: ['Where are you?', 'How heavy is the moon?'],
  },
}
const week = { opensAt: '09:00', closesAt: '18:00' }

/** A server with an account, a filled-in profile, the questions of a trade and one conversation. */
export async function startSeededServer(
  language: 'ru' | 'en' = 'ru',
  { accountName, businessName, address, services, questions }: Seed = usualSeeds[language],
): Promise<SeededServer> {
  const server = await startTestServer()
  const account = { name: accountName, password: 'надёжный-пароль' }
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
    businessName,
    timeZone: 'Europe/Moscow',
  })) as { accessToken: string }
  accessToken = grant.accessToken
  await call('PATCH', '/admin/business/profile', { phone: '+7 495 123-45-67', address })
  await call('PUT', '/admin/business/hours', {
    weekly: { 1: [week], 2: [week], 3: [week], 4: [week], 5: [week], 6: [], 7: [] },
    exceptions: [],
  })
  for (const service of services) await call('POST', '/admin/business/services', service)
  await call('POST', '/admin/business/starter-packs/dental/apply', { language })
  await call('PUT', '/admin/setup/progress', { currentStep: 'done', skippedSteps: [] })
  const { id } = (await call('POST', '/admin/chat/sessions', {})) as { id: string }
  for (const content of questions) await streamToEnd(server.url, accessToken, id, content)
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
