import { contracts } from '@secretary/contracts/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

describe('the description of the API', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp()
  })
  afterAll(() => app.close())

  it('is an OpenAPI document with every route', async () => {
    const response = await app.call('GET', '/openapi.json')
    expect(response.headers.get('content-type')).toContain('application/json')
    const { openapi, paths } = (await response.json()) as { openapi: string; paths: Record<string, object> }
    expect(openapi).toBe('3.1.0')
    const wanted = Object.values(contracts).map(({ path }) => path.replace(/:([A-Za-z]+)/g, '{$1}'))
    expect(Object.keys(paths).sort()).toEqual([...new Set(wanted)].sort())
  })

  it('is a page too, with every route and nothing that another machine or a script would have to bring', async () => {
    const response = await app.call('GET', '/docs')
    expect(response.headers.get('content-type')).toBe('text/html')
    const html = await response.text()
    expect(Object.keys(contracts).filter((name) => !html.includes(`id="${name}"`))).toEqual([])
    expect(html.match(/<script|style="|https?:\/\/|\son[a-z]+="/)).toBeNull()
    expect(html.match(/(?:src|href)="(?!#)[^"]*"/g)).toEqual([
      'href="data:,"',
      'href="/docs/style.css"',
      'href="/openapi.json"',
    ])
    const style = await app.call('GET', '/docs/style.css')
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css'])
  })
})
