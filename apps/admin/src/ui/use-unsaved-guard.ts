import { useEventListener } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { useConfirm } from './use-confirm.ts'

/** Asks before unsaved work is lost: by a link inside the panel, or by closing the tab. */
export function useUnsavedGuard(isDirty: () => boolean): void {
  const { t } = useI18n()
  const confirm = useConfirm()

  async function ask(to: { path: string }, from: { path: string }): Promise<boolean> {
    // Tabs and filters in the query leave the form where it is.
    if (!isDirty() || to.path === from.path) return true
    return confirm({ title: t('ui.leaveTitle'), text: t('ui.leaveText'), confirmLabel: t('ui.leave'), tone: 'danger' })
  }

  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate(ask)
  useEventListener(window, 'beforeunload', (event) => {
    if (isDirty()) event.preventDefault()
  })
}
