import { contracts } from '@secretary/contracts/contracts'
import type { RouteDefinition } from '@secretary/contracts/route'
import { expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

type Admin = Awaited<ReturnType<TestApp['logIn']>>
type Made = Record<string, string>

interface Step {
  readonly route: string
  /** Of the path, in order. */
  readonly ids?: readonly string[]
  readonly body?: unknown
  /** Where a later step finds what this one made. */
  readonly keeps?: string
}

const routes = contracts as Record<string, RouteDefinition>
const day = [{ opensAt: '09:00', closesAt: '18:00' }]
const hours = { weekly: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }, exceptions: [] }
const priceColumns = { hasHeading: true, columns: { name: 0, price: 1 } }
const table = { hasHeading: true, columns: { question: 0, answer: 1 } }

/** Every write an owner can make, in an order in which each succeeds. */
const stepsBeforeChat = (made: Made): Step[] => [
  { route: 'saveSetupProgress', body: { currentStep: 'hours', skippedSteps: [] } },
  { route: 'updateProfile', body: { language: 'en' } },
  { route: 'updateBusinessProfile', body: { name: 'Клиника', phone: '+7 900 000-00-00' } },
  { route: 'saveWorkingHours', body: hours },
  { route: 'closeToday', body: { isClosed: true } },
  { route: 'createService', body: { name: 'Чистка' }, keeps: 'service' },
  { route: 'updateService', ids: [made.service ?? ''], body: { priceMinor: 350_000 } },
  { route: 'deleteService', ids: [made.service ?? ''] },
  { route: 'applyServicesImport', ids: [made.priceList ?? ''], body: priceColumns, keeps: 'servicesImport' },
  { route: 'undoServicesImport', ids: [made.servicesImport ?? ''] },
  { route: 'applyStarterPack', ids: [made.pack ?? ''], body: { language: 'ru' } },
  { route: 'createFaqEntry', body: { question: 'Где вы?', answer: 'Здесь.' }, keeps: 'entry' },
  { route: 'updateFaqEntry', ids: [made.entry ?? ''], body: { answer: 'Там.' } },
  { route: 'deleteFaqEntry', ids: [made.entry ?? ''] },
  { route: 'restoreFaqEntry', ids: [made.entry ?? ''] },
  { route: 'saveFaqSettings', body: { hitThreshold: 0.9, nearThreshold: 0.3 } },
  {
    route: 'applyFaqCorrection',
    body: { question: 'Куда ехать?', rightEntryId: made.entry ?? '' },
    keeps: 'correction',
  },
  { route: 'undoFaqCorrection', ids: [made.correction ?? ''] },
  { route: 'dismissUnansweredQuestion', body: { key: 'куда ехать', isDismissed: true } },
  { route: 'applyFaqImport', ids: [made.upload ?? ''], body: table, keeps: 'import' },
  { route: 'undoFaqImport', ids: [made.import ?? ''] },
  { route: 'createInvite', body: { role: 'user', note: 'Ольга' }, keeps: 'invite' },
  { route: 'revokeInvite', ids: [made.invite ?? ''] },
  { route: 'updateUser', ids: [made.colleague ?? ''], body: { role: 'guest' } },
  { route: 'signOutUser', ids: [made.colleague ?? ''] },
  { route: 'createApiKey', body: { name: 'Сайт' }, keeps: 'key' },
  { route: 'updateApiKey', ids: [made.key ?? ''], body: { name: 'Магазин' } },
  { route: 'revokeApiKey', ids: [made.key ?? ''] },
  { route: 'createProvider', body: { name: 'X', baseUrl: 'http://127.0.0.1:1/v1', model: 'm' }, keeps: 'provider' },
  { route: 'updateProvider', ids: [made.provider ?? ''], body: { name: 'Y' } },
  { route: 'deleteProvider', ids: [made.provider ?? ''] },
  { route: 'createBackup', keeps: 'backup' },
  { route: 'downloadBackup', ids: [made.backup ?? ''] },
  { route: 'deleteBackup', ids: [made.backup ?? ''] },
  { route: 'saveVoiceSettings', body: { isEnabled: true, speed: 1.2 } },
  { route: 'createConversation', body: {}, keeps: 'conversation' },
  { route: 'updateConversation', ids: [made.conversation ?? ''], body: { title: 'Запись' } },
  { route: 'streamMessage', ids: [made.conversation ?? ''], body: { content: 'Где вы?' } },
]

const stepsInChat = (made: Made): Step[] => [
  { route: 'editMessage', ids: [made.conversation ?? '', made.question ?? ''], body: { content: 'А где вы?' } },
  { route: 'regenerateMessage', ids: [made.conversation ?? '', made.question ?? ''], body: {} },
  { route: 'sendMessage', ids: [made.conversation ?? ''], body: { content: 'Спасибо' } },
  { route: 'stopTurn', ids: [made.conversation ?? ''], body: {} },
  { route: 'switchBranch', ids: [made.conversation ?? ''], body: { messageId: made.question ?? '' } },
  { route: 'updateLead', ids: [made.lead ?? ''], body: { status: 'done' } },
  { route: 'deleteMessage', ids: [made.conversation ?? '', made.question ?? ''] },
  { route: 'deleteConversation', ids: [made.conversation ?? ''] },
  { route: 'restoreConversation', ids: [made.conversation ?? ''] },
  { route: 'clearTestConversations' },
  { route: 'restoreTestConversations', body: { clearedAt: '2026-03-02T09:00:00.000Z' } },
  { route: 'revokeSession', ids: [made.otherSession ?? ''] },
  { route: 'changePassword', body: { oldPassword: 'correct horse battery', newPassword: 'battery staple horse' } },
]

/** They say who they are by other means than a session, and are tested with the log-in, the set-up, the invitations and the keys. */
const outside = [
  'createFirstAccount',
  'login',
  'logout',
  'logInToDemo',
  'acceptInvite',
  'legacyChat',
  'legacyResetConversation',
]

it('every write leaves exactly its row: who, from where, what', async () => {
  const app = await startTestApp()
  const admin = await app.logIn('admin')
  const made: Made = await prepare(app, admin)
  const covered = new Set<string>()

  async function take(step: Step): Promise<void> {
    const { path, method, access, audit } = routes[step.route] ?? { path: '', method: 'GET', access: 'public' }
    const ids = [...(step.ids ?? [])]
    const address = path.replace(/:[A-Za-z]+/g, () => ids.shift() ?? '')
    const query = access === 'ticket' ? `?ticket=${await ticketFor(app, admin, address)}` : ''
    const before = await rowsOf(app)
    const hasBody = method !== 'DELETE' && method !== 'GET'
    const response = await app.call(method, address + query, { as: admin, ...(hasBody && { body: step.body ?? {} }) })
    const text = await response.text()
    expect(response.status, `${step.route}: ${text}`).toBeLessThan(300)
    // A stream has ended for its reader before its row is stored.
    await expect.poll(async () => (await rowsOf(app)).length, { message: step.route }).toBeGreaterThan(before.length)
    const rows = (await rowsOf(app)).slice(before.length)
    const action = audit && 'action' in audit ? audit.action : 'no action'
    expect(
      rows.map((row) => row.action),
      step.route,
    ).toEqual([action])
    expect(rows[0]).toMatchObject({ actor_name: admin.user.name, address: '127.0.0.1' })
    if (step.keeps !== undefined) made[step.keeps] = JSON.parse(text).id
    covered.add(step.route)
    await expect.poll(() => app.container.backups.running()).toBeNull()
  }

  for (let position = 0; position < stepsBeforeChat(made).length; position++) {
    const step = stepsBeforeChat(made)[position]
    if (step) await take(step)
  }
  const detail = await app.call('GET', `/admin/chat/sessions/${made.conversation}`, { as: admin })
  made.question = ((await detail.json()) as { messages: { id: string }[] }).messages[0]?.id ?? ''
  made.lead = await leaveMessage(app, admin, made)
  for (const step of stepsInChat(made)) {
    await take(step)
    await expect.poll(() => app.container.turnBroadcast.activeTurnId(made.conversation ?? '')).toBeNull()
  }

  const audited = Object.entries(routes).filter(([, { audit }]) => audit && 'action' in audit)
  const missing = audited.map(([name]) => name).filter((name) => !covered.has(name) && !outside.includes(name))
  expect(missing).toEqual([])
  await app.close()
})

const rowsOf = (app: TestApp) => app.container.db.selectFrom('audit_events').selectAll().orderBy('id').execute()

async function leaveMessage({ container }: TestApp, { user }: Admin, made: Made): Promise<string> {
  await container.leads.create(
    { name: 'Ольга', contact: '+7 999 123-45-67', message: '' },
    { messageId: made.question ?? '', conversation: { id: made.conversation ?? '', ownerId: user.id } },
  )
  const row = await container.db.selectFrom('leads').select('id').executeTakeFirstOrThrow()
  return row.id
}

async function ticketFor(app: TestApp, as: Admin, path: string): Promise<string> {
  const response = await app.call('POST', '/admin/auth/tickets', { as, body: { path } })
  return ((await response.json()) as { ticket: string }).ticket
}

async function prepare(app: TestApp, admin: Admin): Promise<Made> {
  const upload = await app.call('POST', '/admin/faq/imports?format=csv', {
    as: admin,
    headers: { 'content-type': 'application/octet-stream' },
    body: 'question,answer\nСколько стоит?,Сто рублей.\n',
  })
  const priceList = await app.call('POST', '/admin/business/services/imports', {
    as: admin,
    headers: { 'content-type': 'application/octet-stream' },
    body: 'Услуга;Цена\nОтбеливание;12 000 ₽\n',
  })
  const packs = await app.call('GET', '/admin/business/starter-packs', { as: admin })
  const colleague = await app.logIn('user')
  await app.container.auth.login(admin.user.name, 'correct horse battery', { address: '127.0.0.1', userAgent: 'other' })
  const sessions = (await (await app.call('GET', '/admin/auth/sessions', { as: admin })).json()) as {
    items: { id: string; isCurrent: boolean }[]
  }
  return {
    upload: ((await upload.json()) as { id: string }).id,
    priceList: ((await priceList.json()) as { id: string }).id,
    pack: ((await packs.json()) as { items: { id: string }[] }).items[0]?.id ?? '',
    colleague: colleague.user.id,
    otherSession: sessions.items.find(({ isCurrent }) => !isCurrent)?.id ?? '',
  }
}
