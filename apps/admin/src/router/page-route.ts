import type { Permission } from '@secretary/contracts/permissions'
import type { Component } from 'vue'

/** The five groups of the side bar, in their order. */
export const navigationGroups = ['monitoring', 'engines', 'channels', 'business', 'system'] as const
export type NavigationGroup = (typeof navigationGroups)[number]

/** One page of the panel. Everything that depends on a page (menu, guard, title) is read from this row. */
export interface PageRoute {
  readonly name: string
  readonly path: `/${string}`
  /** Key in the catalogue; the menu uses it too. */
  readonly titleKey: string
  /**
   * `public` needs no login, `session` any login, otherwise the permission it takes.
   * Without it the page says so instead of sending the person away.
   */
  readonly access: 'public' | 'session' | Permission
  /** Where the menu shows it; a page without one is reached from another page. */
  readonly menu?: { readonly group: NavigationGroup; readonly icon: Component }
  /** The page fills the frame by itself (conversation, list with detail) instead of scrolling as one column. */
  readonly isFullHeight?: boolean
  /** Without the frame: login and set-up. */
  readonly isBare?: boolean
  readonly component: () => Promise<Component>
}
