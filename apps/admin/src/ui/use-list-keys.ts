import type { ShallowRef } from 'vue'
import { t } from '#admin/i18n/i18n.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** `j` and `k` go through the links of a list that is seen; Enter opens one, as it opens every link. */
export function useListKeys(list: Readonly<ShallowRef<HTMLElement | null>>): void {
  const rows = () => [...(list.value?.querySelectorAll<HTMLElement>('ul > li > a[href]') ?? [])]
  const isSeen = () => list.value?.checkVisibility() === true && rows().length > 0

  function move(step: 1 | -1): void {
    const all = rows()
    const focused = all.findIndex((row) => row.matches(':focus'))
    const current = focused === -1 ? all.findIndex((row) => row.ariaCurrent === 'page') : focused
    const next = current === -1 ? 0 : Math.min(all.length - 1, Math.max(0, current + step))
    all[next]?.focus()
  }

  useShortcuts([
    { keys: 'j', scope: 'page', label: () => t('keys.next'), run: () => move(1), when: isSeen },
    { keys: 'k', scope: 'page', label: () => t('keys.previous'), run: () => move(-1), when: isSeen },
    { keys: 'Enter', scope: 'page', label: () => t('keys.open'), run: null, when: isSeen },
  ])
}
