import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export type ToastTone = 'success' | 'warning' | 'error'

export interface Toast {
  readonly id: number
  readonly tone: ToastTone
  readonly title: string
  readonly text?: string | undefined
  /** One thing to do about it, e.g. undo. */
  readonly action?: { readonly label: string; readonly run: () => unknown } | undefined
  readonly durationMs: number
}

/** Time to read two lines. */
const READ_MS = 6_000
/** Whoever may undo gets this long; errors stay as long, because they must be understood first. */
const LONG_MS = 10_000
const MOST_AT_ONCE = 4

/** Short messages in the corner. Components use `useToasts()`. */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let nextId = 1

  function show(toast: Omit<Toast, 'id' | 'durationMs'>): void {
    const durationMs = toast.action || toast.tone === 'error' ? LONG_MS : READ_MS
    toasts.value = [...toasts.value, { ...toast, id: nextId++, durationMs }].slice(-MOST_AT_ONCE)
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  return { toasts, show, dismiss }
})
