import { computed, onScopeDispose, type Ref, shallowRef, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'

/** Set by a page that shows one thing with a name, e.g. a conversation. */
const ownTitle = shallowRef<(() => string) | null>(null)

/** The title of the page from its row in the route table. The window is named after the thing it shows, where there is one. */
export function usePageTitle(): Readonly<Ref<string>> {
  const route = useRoute()
  const { t } = useI18n()
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
