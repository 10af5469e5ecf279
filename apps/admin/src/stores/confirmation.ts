import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface ConfirmationRequest {
  readonly title: string
  readonly text: string
  /** A verb: what the button does, e.g. "Delete 3 entries". */
  readonly confirmLabel: string
  readonly tone?: 'primary' | 'danger'
  /** For what can't be undone: the button works only after this was typed. */
  readonly typeToConfirm?: string
}

/** The one question on screen. Components use `useConfirm()`. */
export const useConfirmationStore = defineStore('confirmation', () => {
  const request = shallowRef<ConfirmationRequest | null>(null)
  let answer: (isConfirmed: boolean) => void = () => undefined

  function ask(next: ConfirmationRequest): Promise<boolean> {
    settle(false)
    request.value = next
    return new Promise((resolve) => {
      answer = resolve
    })
  }

  function settle(isConfirmed: boolean): void {
    answer(isConfirmed)
    answer = () => undefined
    request.value = null
  }

  return { request, ask, settle }
})
