import { t } from '#admin/i18n/i18n.ts'
import { useToastsStore } from '#admin/stores/toasts.ts'
import { describeError } from './describe-error.ts'

export interface Toasts {
  success(title: string, text?: string): void
  warning(title: string, text?: string): void
  /** A failure in the words of the catalogue. */
  failure(error: unknown): void
  /** Does it, and tells when it fails. Resolves to whether it worked. */
  attempt(work: () => Promise<unknown>): Promise<boolean>
  /** Something was done that can be taken back for ten seconds. */
  undoable(title: string, undo: () => unknown): void
}

/** Short messages that need no answer. */
export function useToasts(): Toasts {
  const store = useToastsStore()

  function failure(error: unknown): void {
    const { code } = describeError(error)
    store.show({ tone: 'error', title: t(`errors.${code}.what`), text: t(`errors.${code}.next`) })
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      failure(error)
      return false
    }
  }

  return {
    success: (title, text) => store.show({ tone: 'success', title, text }),
    warning: (title, text) => store.show({ tone: 'warning', title, text }),
    failure,
    attempt,
    undoable(title, undo) {
      const run = async () => void (await attempt(async () => undo()))
      store.show({ tone: 'success', title, action: { label: t('ui.undo'), run } })
    },
  }
}
