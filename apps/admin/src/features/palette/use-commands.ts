import {
  CalendarOff,
  FileInput,
  FlaskConical,
  Keyboard,
  Languages,
  LogOut,
  MessageCirclePlus,
  MessageSquareWarning,
  Plus,
  Settings,
  UserRoundPlus,
} from '@lucide/vue'
import type { Permission } from '@secretary/contracts/permissions'
import { type Component, computed } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import { useNewConversation } from '#admin/features/chat/use-new-conversation.ts'
import { useLogOut } from '#admin/features/login/use-log-out.ts'
import { settingsSections } from '#admin/features/settings/settings-sections.ts'
import { locale, t, translate } from '#admin/i18n/i18n.ts'
import { useAppearanceChoices } from '#admin/layout/use-appearance-choices.ts'
import { useNavigation } from '#admin/router/use-navigation.ts'
import { useAppearanceStore } from '#admin/stores/appearance.ts'
import { useAuthStore } from '#admin/stores/auth.ts'
import type { Rankable } from './rank-commands.ts'
import { useCloseToday } from './use-close-today.ts'

export interface Command extends Rankable {
  readonly group: 'pages' | 'actions'
  readonly icon: Component
  /** One of many of its kind: shown only when it is looked for. */
  readonly isPart: boolean
  readonly run: () => unknown
}

interface Draft {
  readonly id: string
  readonly access: Permission | null
  readonly group: Command['group']
  readonly icon: Component
  readonly isPart?: true
  /** In the language asked for. */
  readonly title: (say: Say) => string
  readonly run: () => unknown
}
type Say = (key: string, named?: Record<string, string>) => string

/** Every section and action there is for whoever is logged in. */
export function useCommands(options: { showKeys: () => void }) {
  const auth = useAuthStore()
  const pages = usePageDrafts()
  const actions = useActionDrafts(options)
  const appearance = useAppearanceDrafts()

  return computed<Command[]>(() => {
    const other = locale.value === 'ru' ? 'en' : 'ru'
    const say: Say = (key, named = {}) => t(key, named)
    const sayOther: Say = (key, named = {}) => translate(other, key, named)
    return [...actions.value, ...pages.value, ...appearance.value]
      .filter(({ access }) => access === null || auth.can(access))
      .map(({ id, group, icon, isPart = false, title, run }) => ({
        id,
        isPart,
        group,
        icon,
        run,
        title: title(say),
        otherTitle: title(sayOther),
      }))
  })
}

function usePageDrafts() {
  const router = useRouter()
  const navigation = useNavigation()
  const goTo = (to: RouteLocationRaw) => () => router.push(to)
  return computed<Draft[]>(() => [
    ...navigation.value.flatMap(({ pages }) =>
      pages.map(({ name, path, titleKey, menu }) => ({
        id: `page-${name}`,
        access: null,
        group: 'pages' as const,
        icon: menu.icon,
        title: (say: Say) => say(titleKey),
        run: goTo(path.replace(/\/:.*$/, '')),
      })),
    ),
    {
      id: 'page-unanswered',
      access: 'faq:edit',
      group: 'pages',
      icon: MessageSquareWarning,
      title: (say) => say('faq.unanswered'),
      run: goTo({ name: 'faq-unanswered' }),
    },
    ...settingsSections.map(({ value, access }) => ({
      id: `settings-${value}`,
      access,
      group: 'pages' as const,
      icon: Settings,
      isPart: true as const,
      title: (say: Say) => say('palette.settingsPart', { name: say(`settings.${value}`) }),
      run: goTo({ name: 'settings', query: { section: value } }),
    })),
  ])
}

function useActionDrafts({ showKeys }: { showKeys: () => void }) {
  const router = useRouter()
  const beginConversation = useNewConversation()
  const closeToday = useCloseToday()
  const logOut = useLogOut()
  const action = (
    id: string,
    access: Permission | null,
    rest: { icon: Component; key: string; run: () => unknown },
  ) => ({
    id,
    access,
    group: 'actions' as const,
    icon: rest.icon,
    title: (say: Say) => say(rest.key),
    run: rest.run,
  })
  const goTo = (to: RouteLocationRaw) => () => router.push(to)
  return computed<Draft[]>(() => [
    action('new-conversation', 'chat:edit', { icon: MessageCirclePlus, key: 'chat.new', run: beginConversation }),
    action('add-question', 'faq:edit', {
      icon: Plus,
      key: 'faq.add',
      run: goTo({ name: 'faq', params: { id: 'new' } }),
    }),
    action('try-phrase', 'faq:view', {
      icon: FlaskConical,
      key: 'faq.tryPhrase',
      run: goTo({ name: 'faq', params: { id: 'try' } }),
    }),
    action('import', 'faq:edit', { icon: FileInput, key: 'faq.importTitle', run: goTo({ name: 'faq-import' }) }),
    action('invite', 'users:manage', {
      icon: UserRoundPlus,
      key: 'people.invite',
      run: goTo({ name: 'people', query: { invite: '1' } }),
    }),
    action('close-today', 'business:edit', { icon: CalendarOff, key: 'palette.closeToday', run: closeToday }),
    action('keys', null, { icon: Keyboard, key: 'keys.show', run: showKeys }),
    action('log-out', null, { icon: LogOut, key: 'layout.logOut', run: logOut }),
  ])
}

function useAppearanceDrafts() {
  const appearance = useAppearanceStore()
  const { themeChoices, languageChoices } = useAppearanceChoices()
  return computed<Draft[]>(() => [
    ...themeChoices.value.map(({ value, icon }) => ({
      id: `theme-${value}`,
      access: null,
      group: 'actions' as const,
      icon,
      isPart: true as const,
      title: (say: Say) => say('palette.themeIs', { name: say(`appearance.themes.${value}`) }),
      run: () => {
        appearance.themeChoice = value
      },
    })),
    ...languageChoices.value.map(({ value }) => ({
      id: `language-${value}`,
      access: null,
      group: 'actions' as const,
      icon: Languages,
      isPart: true as const,
      title: (say: Say) => say('palette.languageIs', { name: say(`appearance.languages.${value}`) }),
      run: () => appearance.chooseLanguage(value),
    })),
  ])
}
