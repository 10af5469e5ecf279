import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { contracts } from '@secretary/contracts/contracts'
import type { RouteDefinition } from '@secretary/contracts/route'
import fc from 'fast-check'
import { createSigner } from 'fast-jwt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

const routes = Object.values(contracts as Record<string, RouteDefinition>)
type Grant = Awaited<ReturnType<TestApp['logIn']>>
const json = async (response: Promise<Response>) => JSON.parse(await (await response).text())

let app: TestApp
let admin: Grant
beforeAll(async () => {
  app = await startTestApp()
  admin = await app.logIn('admin', 'Анна')
})
afterAll(() => app.close())

describe('headers that say who calls', () => {
  it('open nothing and break nothing, whatever is in them, on any route', async () => {
    const closed = routes.filter(
      ({ access, method }) => access !== 'public' && access !== 'metrics' && method === 'GET',
    )
    const hostile = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aZ09 -_.,;:\'"%/\\()=|&$`\t') }),
      fc.constantFrom("' or 1=1 --", "'; drop table users; --", '../../master.key', '%00', '{{7*7}}', admin.user.id),
    )
    const value = fc.oneof(
      hostile,
      hostile.map((text) => `Bearer ${text}`),
      hostile.map((text) => `Basic ${text}`),
    )
    const headers = fc.dictionary(
      fc.constantFrom('authorization', 'x-api-key', 'api-key', 'cookie', 'x-forwarded-for', 'x-user-id', 'x-real-ip'),
      value,
      { minKeys: 1 },
    )
    const users = await app.container.users.list()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...closed), headers, async ({ path }, given) => {
        const response = await app.call('GET', path.replace(/:[A-Za-z]+/g, 'x'), { headers: given })
        await response.text()
        expect([401, 403]).toContain(response.status)
      }),
      { numRuns: 150 },
    )
    expect(await app.container.users.list()).toEqual(users)
  })

  const nobody: Record<string, string>[] = [
    {},
    { authorization: 'Bearer ' },
    { authorization: 'Bearer null' },
    { 'x-api-key': '' },
  ]
  it('fall back to nobody: a missing, empty or foreign identity is refused everywhere', async () => {
    for (const { access, method, path } of routes) {
      if (access === 'public' || access === 'metrics') continue
      for (const headers of nobody) {
        const response = await app.call(method, path.replace(/:[A-Za-z]+/g, 'x'), {
          headers: { ...headers, 'content-type': 'application/json' },
          ...(method !== 'GET' && method !== 'DELETE' && { body: '{}' }),
        })
        await response.text()
        expect([path, [401, 403].includes(response.status)]).toEqual([path, true])
      }
    }
  })
})

describe('ids inside bodies', () => {
  it('of somebody else are as unknown as ids that never were', async () => {
    const [anna, boris] = [await app.logIn('user'), await app.logIn('user')]
    const begin = async (as: Grant) => {
      const { id } = await json(app.call('POST', '/admin/chat/sessions', { as, body: {} }))
      await (await app.call('POST', `/admin/chat/sessions/${id}/stream`, { as, body: { content: 'Секрет' } })).text()
      const { messages } = await json(app.call('GET', `/admin/chat/sessions/${id}`, { as }))
      return { id: String(id), message: String(messages[0].id) }
    }
    const [mine, foreign] = [await begin(anna), await begin(boris)]
    const before = await json(app.call('GET', `/admin/chat/sessions/${foreign.id}`, { as: boris }))
    const answers = [
      await app.call('POST', `/admin/chat/sessions/${mine.id}/branches/switch`, {
        as: anna,
        body: { messageId: foreign.message },
      }),
      await app.call('PUT', `/admin/chat/sessions/${mine.id}/messages/${foreign.message}`, {
        as: anna,
        body: { content: 'x' },
      }),
      await app.call('DELETE', `/admin/chat/sessions/${mine.id}/messages/${foreign.message}`, { as: anna }),
      await app.call('POST', `/admin/chat/sessions/${mine.id}/messages/${foreign.message}/regenerate`, {
        as: anna,
        body: {},
      }),
    ]
    for (const answer of answers) expect([404, 405]).toContain(answer.status)
    expect(answers.filter(({ status }) => status === 404).length).toBeGreaterThan(2)
    // A client's own id is its own in its conversation only.
    const clientMessageId = '01a20d4e-02ae-704e-ba20-edcc47ba3966'
    const send = (as: Grant, id: string, content: string) =>
      json(app.call('POST', `/admin/chat/sessions/${id}/messages`, { as, body: { content, clientMessageId } }))
    const [first, second] = [await send(anna, mine.id, 'раз'), await send(boris, foreign.id, 'два')]
    expect(first.messageId).not.toBe(second.messageId)
    const { messages } = await json(app.call('GET', `/admin/chat/sessions/${foreign.id}`, { as: boris }))
    expect(JSON.stringify(messages)).toContain(before.messages[0].id)
  })
})

/** Writes down what it is told, and answers nothing useful. */
async function startListener(host: string) {
  const authorizations: (string | undefined)[] = []
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization)
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://${host}:${port}/v1`, authorizations, close: () => server.close() }
}

describe('the key of a provider', () => {
  it('goes to the host it was given for, and to no other that somebody names', async () => {
    const [home, thief] = [await startListener('127.0.0.1'), await startListener('localhost')]
    const apiKey = 'sk-of-the-owner-0000000000001234'
    const body = { name: 'Дом', baseUrl: home.baseUrl, model: 'small', apiKey }
    const { id } = await json(app.call('POST', '/admin/llm/providers', { as: admin, body }))
    const tryAt = async (baseUrl: string) => {
      for (const path of ['/admin/llm/providers/test', '/admin/llm/providers/models']) {
        const draft = { providerId: id, baseUrl, model: 'small' }
        await (await app.call('POST', path, { as: admin, body: draft })).text()
      }
    }
    await tryAt(home.baseUrl)
    await tryAt(thief.baseUrl)
    await app.call('PATCH', `/admin/llm/providers/${id}`, { as: admin, body: { baseUrl: thief.baseUrl } })
    await tryAt(thief.baseUrl)
    expect(home.authorizations.length).toBeGreaterThan(1)
    expect(new Set(home.authorizations)).toEqual(new Set([`Bearer ${apiKey}`]))
    expect(thief.authorizations.length).toBeGreaterThan(3)
    expect(new Set(thief.authorizations)).toEqual(new Set([undefined]))
    home.close()
    thief.close()
  })
})

describe('a body that is not what it says', () => {
  it('is refused by its type before anything is read from it', async () => {
    const upload = '/admin/faq/imports?fileName=x.csv'
    const disguised = JSON.stringify({ filepath: '/etc/passwd', files: { file: { filepath: '/etc/passwd' } } })
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/csv', 'text/plain'])
      expect([
        type,
        (await app.call('POST', upload, { as: admin, body: disguised, headers: { 'content-type': type } })).status,
      ]).toEqual([type, 415])
    const asBytes = await app.call('POST', '/admin/faq/entries', {
      as: admin,
      body: '{"question":"a","answer":"b"}',
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(asBytes.status).toBe(400)
    const named = await app.call('POST', '/admin/faq/imports?fileName=..%2F..%2Fmaster.key', {
      as: admin,
      body: 'вопрос;ответ\nа;б\n',
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(await named.text()).not.toContain('current')
  })
})

/** As it stands: `fetch` would mend the path first. */
function getRaw(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${admin.accessToken}` }
    get({ host: '127.0.0.1', port: new URL(app.url).port, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      response.once('end', () => resolve(text))
    }).once('error', reject)
  })
}

describe('paths', () => {
  it('of files lead to nothing outside their folder, however they are written', async () => {
    const name = 'canary-0f3a.txt'
    writeFileSync(join(app.config.dataDir, name), 'canary of the data folder')
    const ups = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '..%252f', '%c0%ae%c0%ae/', '....//', '..;/']
    const roots = ['/panel/', '/panel/assets/', '/', '/docs/', '/widget.js/', '/admin/backup/', '/admin/faq/export/']
    for (const root of roots)
      for (const up of ups)
        for (const target of [
          `${up.repeat(6)}${encodeURI(app.config.dataDir.slice(1))}/${name}`,
          `${up.repeat(4)}package.json`,
          `${up}${name}`,
        ]) {
          const text = await getRaw(root + target)
          expect([root + target, text.includes('canary of') || text.includes('"workspaces"')]).toEqual([
            root + target,
            false,
          ])
        }
  })
})

describe('what opens a session', () => {
  it('is no token without a signature, of another purpose or over its time', async () => {
    const { sid } = JSON.parse(Buffer.from(admin.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
      sid: string
    }
    const key = app.container.masterKey.derive('access-token')
    const own = { key, algorithm: 'HS256' as const, aud: 'secretary-panel', iss: 'secretary', expiresIn: 60_000 }
    const claims = { sub: admin.user.id, sid }
    const tokens = [
      createSigner({ ...own, key: app.container.masterKey.derive('refresh-token') })(claims),
      createSigner({ ...own, header: { crit: ['b64'], b64: false } as never })(claims),
      createSigner({ ...own, header: { jwk: { kty: 'oct', k: 'AAAA' } } as never, key: 'A'.repeat(32) })(claims),
      createSigner({ ...own, header: { kid: '../../dev/null' } as never, key: 'A'.repeat(32) })(claims),
      `${admin.accessToken}.x`,
      '',
      'null',
    ]
    for (const token of tokens)
      expect((await app.call('GET', '/admin/auth/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
        401,
      )
  })

  it('is no empty, null or missing one-time token', async () => {
    for (const token of [null, '', undefined, 0, [], {}, ' ', '\u0000']) {
      const statuses = [
        await app.call('POST', '/admin/setup/token', { body: { token } }),
        await app.call('POST', '/admin/setup/account', {
          body: { token, name: 'x', password: 'long enough', language: 'ru', businessName: 'x' },
        }),
        await app.call('GET', `/admin/chat/sessions/x/export?ticket=${String(token)}`),
      ].map(({ status }) => status)
      for (const status of statuses) expect([400, 401, 403, 404, 409]).toContain(status)
    }
    expect(await app.container.users.list()).toHaveLength(3)
  })
})

describe('shipped examples', () => {
  it('hold no secret that works', () => {
    const files = ['README.md', 'docs/deploy.md', 'docs/api.md', 'compose.yaml', 'Dockerfile', 'SECURITY.md']
    for (const file of files) {
      let text = ''
      try {
        text = readFileSync(join(import.meta.dirname, '../../../..', file), 'utf8')
      } catch {
        continue // A page that does not exist says nothing.
      }
      expect(text, file).not.toMatch(/(?:SECRET|PASSWORD|TOKEN|API_KEY)["']?\s*[:=]\s*["']?[A-Za-z0-9+/_-]{16,}/)
      expect(text, file).not.toMatch(/\bsk-[A-Za-z0-9]{16,}/)
    }
  })
})
