import { startTestServer, type TestServer } from './server.ts'

export interface ProfiledServer extends TestServer {
  readonly account: { readonly name: string; readonly password: string }
  /** As the owner. Throws when the server refuses. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  send(method: string, path: string, body?: unknown): Promise<Response>
}

export interface SeededServer extends ProfiledServer {
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

/** A server whose owner has an account and has filled in his profile and hours: the wizard goes on with questions and answers. */
export async function startProfiledServer(
  language: 'ru' | 'en' = 'ru',
  { accountName, businessName, address }: Seed = usualSeeds[language],
): Promise<ProfiledServer> {
  const server = await startTestServer()
  const account = { name: accountName, password: 'надёжный-пароль' }
  let accessToken = ''
  const send = (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const token = server.setupUrl?.split('#token=')[1] ?? ''
  const who = { token, ...account, language, businessName, timeZone: 'Europe/Moscow' }
  const grant = (await call('POST', '/admin/setup/account', who)) as { accessToken: string }
  accessToken = grant.accessToken
  await call('PATCH', '/admin/business/profile', { phone: '+7 495 123-45-67', address })
  await call('PUT', '/admin/business/hours', {
    weekly: { 1: [week], 2: [week], 3: [week], 4: [week], 5: [week], 6: [], 7: [] },
    exceptions: [],
  })
  await call('PUT', '/admin/setup/progress', { currentStep: 'questions', skippedSteps: [] })
  return { ...server, account, call, send }
}

/** A server with an account, a filled-in profile, the questions of a trade and one conversation. */
export async function startSeededServer(
  language: 'ru' | 'en' = 'ru',
  seed: Seed = usualSeeds[language],
): Promise<SeededServer> {
  const server = await startProfiledServer(language, seed)
  for (const service of seed.services) await server.call('POST', '/admin/business/services', service)
  await server.call('POST', '/admin/business/starter-packs/dental/apply', { language })
  await server.call('PUT', '/admin/setup/progress', { currentStep: 'done', skippedSteps: [] })
  const { id } = (await server.call('POST', '/admin/chat/sessions', {})) as { id: string }
  // To its end: then the answer is stored.
  for (const content of seed.questions)
    await (await server.send('POST', `/admin/chat/sessions/${id}/stream`, { content })).text()
  return { ...server, conversationId: id }
}
