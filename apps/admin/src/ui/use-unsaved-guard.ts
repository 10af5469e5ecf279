import { useEventListener } from '@vueuse/core'
import { onScopeDispose } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { t } from '#admin/i18n/i18n.ts'
import { useConfirm } from './use-confirm.ts'

type Check = () => Promise<boolean>

const checks = new Set<Check>()

/** For what leaves the page without a link, e.g. the logout: asks if something is unsaved. */
export async function mayLeavePage(): Promise<boolean> {
  for (const check of checks) if (!(await check())) return false
  // It was asked once; the way out itself doesn't ask again.
  checks.clear()
  return true
}

/** Asks before unsaved work is lost: by a link inside the panel, or by closing the tab. */
export function useUnsavedGuard(isDirty: () => boolean): void {
  const confirm = useConfirm()

  const check: Check = async () =>
    !isDirty() ||
    confirm({ title: t('ui.leaveTitle'), text: t('ui.leaveText'), confirmLabel: t('ui.leave'), tone: 'danger' })

  async function guard(to: { path: string }, from: { path: string }): Promise<boolean> {
    // Tabs and filters in the query leave the form where it is.
    return to.path === from.path || !checks.has(check) || check()
  }

  checks.add(check)
  onScopeDispose(() => checks.delete(check))
  onBeforeRouteLeave(guard)
  onBeforeRouteUpdate(guard)
  useEventListener(window, 'beforeunload', (event) => {
    if (isDirty()) event.preventDefault()
  })
}
