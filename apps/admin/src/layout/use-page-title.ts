import { computed, onScopeDispose, type Ref, shallowRef, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'

/** Set by a page whose title is the name of a thing, e.g. of a conversation. */
const ownTitle = shallowRef<(() => string) | null>(null)

/** The title of the page: its row in the route table, or what the page itself calls it. */
export function usePageTitle(): Readonly<Ref<string>> {
  const route = useRoute()
  const { t } = useI18n()
  const title = computed(() => {
    if (ownTitle.value !== null) return ownTitle.value()
    return route.meta.titleKey ? t(route.meta.titleKey) : ''
  })
  watchEffect(() => {
    document.title = [title.value, t('layout.product')].filter((part) => part !== '').join(' · ')
  })
  return title
}

/** Gives the page a title of its own while it is shown. */
export function useOwnPageTitle(title: () => string): void {
  ownTitle.value = title
  onScopeDispose(() => {
    if (ownTitle.value === title) ownTitle.value = null
  })
}
