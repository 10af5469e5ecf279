import { Inbox, MessageCircle, MessageCircleQuestion, Settings } from '@lucide/vue'
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
  {
    name: 'setup',
    path: '/setup',
    titleKey: 'setup.pageTitle',
    access: 'public',
    isBare: true,
    component: () => import('#admin/pages/SetupPage.vue'),
  },
  {
    name: 'chat',
    path: '/chat/:id?',
    titleKey: 'chat.title',
    access: 'chat:view',
    menu: { group: 'channels', icon: MessageCircle },
    isFullHeight: true,
    component: () => import('#admin/pages/ChatPage.vue'),
  },
  {
    name: 'leads',
    path: '/leads/:id?',
    titleKey: 'leads.title',
    access: 'leads:view',
    menu: { group: 'business', icon: Inbox },
    isFullHeight: true,
    component: () => import('#admin/pages/LeadsPage.vue'),
  },
  {
    name: 'faq',
    path: '/faq/:id?',
    titleKey: 'faq.title',
    access: 'faq:view',
    menu: { group: 'business', icon: MessageCircleQuestion },
    isFullHeight: true,
    component: () => import('#admin/pages/FaqPage.vue'),
  },
  {
    name: 'faq-unanswered',
    path: '/faq/unanswered',
    titleKey: 'faq.unanswered',
    access: 'faq:edit',
    component: () => import('#admin/pages/UnansweredPage.vue'),
  },
  {
    name: 'faq-import',
    path: '/faq/import',
    titleKey: 'faq.importTitle',
    access: 'faq:edit',
    component: () => import('#admin/pages/FaqImportPage.vue'),
  },
  {
    name: 'settings',
    path: '/settings',
    titleKey: 'settings.title',
    access: 'session',
    menu: { group: 'system', icon: Settings },
    component: () => import('#admin/pages/SettingsPage.vue'),
  },
]
