import type { Permission } from '@secretary/contracts/permissions'
import { type NavigationGroup, navigationGroups, type PageRoute } from './page-route.ts'

export interface NavigationSection {
  readonly group: NavigationGroup
  readonly pages: readonly (PageRoute & { readonly menu: NonNullable<PageRoute['menu']> })[]
}

/** What the side bar shows: pages that exist and are allowed, in their groups; a group without pages is left out. */
export function navigationFor(
  routes: readonly PageRoute[],
  can: (permission: Permission) => boolean,
): NavigationSection[] {
  const visible = routes.filter(isInMenu).filter((page) => isAllowed(page.access, can))
  return navigationGroups
    .map((group) => ({ group, pages: visible.filter((page) => page.menu.group === group) }))
    .filter((section) => section.pages.length > 0)
}

/** True when somebody logged in may open a page of that access. */
export function isAllowed(access: PageRoute['access'], can: (permission: Permission) => boolean): boolean {
  return access === 'public' || access === 'session' || can(access)
}

function isInMenu(page: PageRoute): page is NavigationSection['pages'][number] {
  return page.menu !== undefined
}
