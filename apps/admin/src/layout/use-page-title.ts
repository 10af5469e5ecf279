import { computed, onScopeDispose, type Ref, shallowRef, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { t } from '#admin/i18n/i18n.ts'

/** Set by a page that shows one thing with a name, e.g. a conversation. */
const ownTitle = shallowRef<(() => string) | null>(null)

/** The title of the page from its row in the route table. The window is named after the thing it shows, where there is one. */
export function usePageTitle(): Readonly<Ref<string>> {
  const route = useRoute()
  const title = computed(() => (route.meta.titleKey ? t(route.meta.titleKey) : ''))
  watchEffect(() => {
    document.title = [ownTitle.value?.() ?? title.value, t('layout.product')].filter((part) => part !== '').join(' · ')
  })
  return title
}

/** Names the window after what the page shows, e.g. in the list of tabs. */
export function useOwnPageTitle(title: () => string): void {
  ownTitle.value = title
  onScopeDispose(() => {
    if (ownTitle.value === title) ownTitle.value = null
  })
}
