import { businessApi, refreshBusiness } from '#admin/features/business/queries.ts'
import { t } from '#admin/i18n/i18n.ts'
import { useToasts } from '#admin/ui/use-toasts.ts'

/** Says that nobody is there today; taken back by one press. */
export function useCloseToday(): () => Promise<void> {
  const toasts = useToasts()

  async function set(isClosed: boolean): Promise<void> {
    await businessApi.closeToday({ body: { isClosed } })
    await refreshBusiness()
  }

  return async () => {
    try {
      await set(true)
      toasts.undoable(t('palette.closedToday'), () => set(false))
    } catch (error) {
      toasts.failure(error)
    }
  }
}
