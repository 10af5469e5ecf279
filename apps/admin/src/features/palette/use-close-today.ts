import { useI18n } from 'vue-i18n'
import { businessApi, refreshBusiness } from '#admin/features/business/queries.ts'
import { useToasts } from '#admin/ui/use-toasts.ts'

/** Says that nobody is there today; taken back by one press. */
export function useCloseToday(): () => Promise<void> {
  const { t } = useI18n()
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
