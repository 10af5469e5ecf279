import type { PageRoute } from './page-route.ts'

/** Every page there is. The menu shows a row only when it is here and allowed. */
export const pageRoutes: readonly PageRoute[] = [
  {
    name: 'home',
    path: '/',
    titleKey: 'pages.home.title',
    access: 'session',
    component: () => import('#admin/pages/HomePage.vue'),
  },
  {
    name: 'login',
    path: '/login',
    titleKey: 'login.title',
    access: 'public',
    isBare: true,
    component: () => import('#admin/pages/LoginPage.vue'),
  },
]
