import type { Router } from 'vue-router'
import { reach } from '#admin/api/panel-api.ts'
import { t } from '#admin/i18n/i18n.ts'
import { useConfirm } from '#admin/ui/use-confirm.ts'
import { useToasts } from '#admin/ui/use-toasts.ts'

/** What browsers say when a part of the page can't be loaded. */
const PART_MISSING = /dynamically imported module|importing a module script|error loading|unable to preload/i

/** After an update of the server the parts this page still names are gone: offers to load the new version. */
export function watchOutdatedPage(router: Router): void {
  const confirm = useConfirm()
  const toasts = useToasts()

  router.onError(async (error, to) => {
    if (!(error instanceof Error) || !PART_MISSING.test(error.message)) return toasts.failure(error)
    const isServerThere = await reach.fetch('/health/live').then(
      () => true,
      () => false,
    )
    if (!isServerThere) return toasts.failure(new TypeError('Failed to fetch'))
    const isWanted = await confirm({
      title: t('layout.outdated.title'),
      text: t('layout.outdated.text'),
      confirmLabel: t('layout.outdated.reload'),
    })
    if (isWanted) location.assign(router.resolve(to).href)
  })
}
