import { until } from '@vueuse/core'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { loadAppFrame } from '#admin/layout/app-frame.ts'
import { useAuthStore } from '#admin/stores/auth.ts'
import { useConnectionStore } from '#admin/stores/connection.ts'
import { useSetupStore } from '#admin/stores/setup.ts'
import { decideNavigation } from './decide-navigation.ts'
import type { PageRoute } from './page-route.ts'
import { pageRoutes } from './page-routes.ts'

declare module 'vue-router' {
  interface RouteMeta {
    titleKey: string
    access: PageRoute['access']
    isBare: boolean
    isFullHeight: boolean
    /** The row of the route table; only the page for unknown addresses has none. */
    page?: PageRoute
  }
}

const records: RouteRecordRaw[] = pageRoutes.map((page) => ({
  name: page.name,
  path: page.path,
  component: page.component,
  meta: {
    titleKey: page.titleKey,
    access: page.access,
    isBare: page.isBare ?? false,
    isFullHeight: page.isFullHeight ?? false,
    page,
  },
}))

export const router = createRouter({
  history: createWebHistory('/panel/'),
  routes: [
    ...records,
    {
      name: 'not-found',
      path: '/:rest(.*)*',
      component: () => import('#admin/pages/NotFoundPage.vue'),
      meta: { titleKey: 'pages.notFound.title', access: 'session', isBare: false, isFullHeight: false },
    },
  ],
})

router.beforeEach(async (to) => {
  const auth = useAuthStore()
  const connection = useConnectionStore()
  const setup = useSetupStore()
  // Come while the server says who is here. Should it fail, the router asks once more and tells.
  void to.meta.page?.component().catch(() => undefined)
  if (!to.meta.isBare) void loadAppFrame().catch(() => undefined)
  const begin = () => Promise.all([auth.resume(), setup.load()])
  await begin()
  // Opened without a connection: whether somebody is logged in can't be told yet, so nobody is sent to the login.
  while (router.currentRoute.value.matched.length === 0 && connection.isLost) {
    await until(() => connection.isLost).toBe(false)
    await begin()
  }
  const answer = decideNavigation({
    name: String(to.name),
    access: to.meta.access,
    fullPath: to.fullPath,
    isLoggedIn: auth.isLoggedIn,
    setup: setup.state,
    canSetUp: auth.can('settings:manage'),
  })
  if ('go' in answer) {
    if (!to.meta.isBare) await loadAppFrame()
    return true
  }
  // The one-time token of the set-up link stands in the hash.
  return { ...answer, hash: answer.name === 'setup' ? to.hash : '' }
})
