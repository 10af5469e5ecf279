import { readdirSync, readFileSync } from 'node:fs'
import { transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'
import { withoutSchemas } from './contracts-for-browser.ts'

const contracts = new URL('../../packages/contracts/src/', import.meta.url)

describe('withoutSchemas', () => {
  it('leaves of a route what a typed call needs', () => {
    const code = `export const faq = { list: route({ method: 'GET', path: '/faq', query: PageQuery, produces: 'text/csv', responses: { 200: a(), }, }) }`
    expect(withoutSchemas(code)).toBe(
      `export const faq = /* @__PURE__ */ (() => ({ list: route({ method: 'GET', path: '/faq', produces: 'text/csv' }) }))()`,
    )
  })

  it('marks what is computed and leaves words, types and functions as they are', () => {
    const code = [
      `export const roles = ['admin', 'user'] as const`,
      `export type Role = z.infer<typeof Role>`,
      `export function levelOf(role: Role) { return order.indexOf(role) }`,
    ].join('\n')
    expect(withoutSchemas(code)).toBe(code)
    expect(withoutSchemas('const Id = text(64).min(1), other = 1')).toBe(
      'const Id = /* @__PURE__ */ (() => (text(64).min(1)))(), other = 1',
    )
  })

  it('keeps every contract a module, with the method and the address of each of its routes', async () => {
    const names = readdirSync(contracts).filter((name) => name.endsWith('.contract.ts'))
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      const source = readFileSync(new URL(name, contracts), 'utf8')
      const { code } = await transformWithOxc(withoutSchemas(source), name)
      const whole: Record<string, object> = await import(new URL(name, contracts).href)
      for (const route of Object.values(whole).flatMap((exported) => Object.values(exported)))
        if (isRoute(route)) {
          expect(code).toContain(`method: "${route.method}"`)
          expect(code).toContain(`path: "${route.path}"`)
        }
    }
  })
})

function isRoute(value: unknown): value is { readonly method: string; readonly path: string } {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value
}
