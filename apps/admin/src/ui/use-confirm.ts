import { type ConfirmationRequest, useConfirmationStore } from '#admin/stores/confirmation.ts'

/** `if (await confirm({ title, text, confirmLabel, tone: 'danger' })) …` — one dialog for the whole panel. */
export function useConfirm(): (request: ConfirmationRequest) => Promise<boolean> {
  return useConfirmationStore().ask
}
