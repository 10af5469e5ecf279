import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { About, checks, Examination } from '@secretary/contracts/about.contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { testDatabases } from '#server-test/support/databases.ts'

const root = new URL('../../../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')
const SECRET = 'sk-very-secret-1234567890'

describe.each(testDatabases())('about, on $name', ({ name, isMissing }) => {
  let app: TestApp

  beforeAll(async () => {
    if (isMissing) return
    app = await startTestApp({
      database: name,
      env: {
        PUBLIC_URL: 'https://anna:password-of-anna@secretary.example',
        ADMIN_JWT_SECRET: `${SECRET}-of-tokens-32-long`,
      },
    })
  })
  afterAll(() => app?.close())

  it('tells everybody logged in the version, and the texts of licence and notices', async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    const answer = await app.call('GET', '/admin/system/about', { as: await app.logIn('guest') })
    const about = About.parse(await answer.json())
    expect(about).toMatchObject({
      version: JSON.parse(read('package.json')).version,
      licence: JSON.parse(read('package.json')).license,
      licenceText: read('LICENSE'),
      noticeText: read('NOTICE'),
    })
    if (about.commit !== null) expect(about.commit).toMatch(/^[0-9a-f]{40,64}$/)
  })

  it('examines the installation for admins alone, and finds each thing once', async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    for (const role of ['user', 'guest'] as const)
      expect((await app.call('GET', '/admin/system/doctor', { as: await app.logIn(role) })).status).toBe(403)
    const as = await app.logIn('admin')
    const made = await app.call('POST', '/admin/llm/providers', {
      as,
      body: {
        name: 'Local',
        type: 'custom',
        baseUrl: 'http://127.0.0.1:9/v1',
        apiKey: SECRET,
        model: 'm',
        isDefault: true,
      },
    })
    expect(made.status).toBe(201)
    chmodSync(join(app.config.dataDir, 'master.key'), 0o644)
    const text = await (await app.call('GET', '/admin/system/doctor', { as })).text()
    const { findings } = Examination.parse(JSON.parse(text))
    expect(findings.map(({ check }) => check)).toEqual(checks)
    expect(Object.fromEntries(findings.map(({ check, code, values }) => [check, { code, ...values }]))).toMatchObject({
      port: { code: 'port-ours', port: Number(new URL(app.url).port) },
      permissions: { code: 'permissions-key-open' },
      database: { code: `database-${name}` },
      secrets: { code: 'secrets-ok' },
      model: { code: 'model-connected', provider: 'Local', model: 'm' },
      https: { code: 'https-ok', url: 'https://secretary.example' },
    })
    for (const secret of [
      SECRET,
      'password-of-anna',
      readFileSync(join(app.config.dataDir, 'master.key'), 'utf8').trim(),
    ])
      expect(text).not.toContain(secret)
  })
})
