import { expect, it } from 'vitest'
import { navigationFor } from './navigation.ts'
import type { PageRoute } from './page-route.ts'
import { pageRoutes } from './page-routes.ts'

const icon = {}
const component = async () => ({})
const page = (
  name: string,
  access: PageRoute['access'],
  group?: NonNullable<PageRoute['menu']>['group'],
): PageRoute => ({
  name,
  path: `/${name}`,
  titleKey: name,
  access,
  component,
  ...(group && { menu: { group, icon } }),
})

it('shows what exists and is allowed, in the order of the groups', () => {
  const routes = [
    page('settings', 'session', 'system'),
    page('faq', 'faq:view', 'business'),
    page('providers', 'providers:view', 'engines'),
    page('detail', 'faq:view'),
  ]
  const sections = navigationFor(routes, (permission) => permission === 'faq:view')
  expect(sections.map(({ group, pages }) => [group, pages.map(({ name }) => name)])).toEqual([
    ['business', ['faq']],
    ['system', ['settings']],
  ])
})

it('has one row per name and per path', () => {
  for (const key of ['name', 'path'] as const)
    expect(new Set(pageRoutes.map((route) => route[key])).size).toBe(pageRoutes.length)
})
