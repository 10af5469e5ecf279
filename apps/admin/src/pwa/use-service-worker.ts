import { useEventListener, useIntervalFn } from '@vueuse/core'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { useConnectionStore } from '#admin/stores/connection.ts'
import { mayRegister } from './may-register.ts'

const LOOK_EVERY_MS = 60 * 60_000

export interface NewVersion {
  /** True once a newer panel lies ready; this page goes on as it is until `load`. */
  readonly isReady: Readonly<Ref<boolean>>
  readonly load: () => void
}

/** Lets the installed panel open without a connection, and tells when a newer one is ready. */
export function useServiceWorker(): NewVersion {
  const waiting = shallowRef<ServiceWorker | null>(null)
  const isReady = shallowRef(false)
  const connection = useConnectionStore()
  let registration: ServiceWorkerRegistration | null = null
  let isWanted = false
  let isGone = false
  onScopeDispose(() => {
    isGone = true
  })

  async function register(): Promise<void> {
    if (!import.meta.env.PROD || !mayRegister(location) || !('serviceWorker' in navigator)) return
    const made = await navigator.serviceWorker.register('/panel/service-worker.js', { scope: '/panel/' })
    if (isGone) return
    registration = made
    note(made.waiting)
    made.addEventListener('updatefound', () => {
      const { installing } = made
      installing?.addEventListener('statechange', () => installing.state === 'installed' && note(made.waiting))
    })
  }

  /** The first one ever replaces nothing. */
  function note(worker: ServiceWorker | null): void {
    if (worker === null || navigator.serviceWorker.controller === null) return
    waiting.value = worker
    isReady.value = true
  }

  if ('serviceWorker' in navigator)
    useEventListener(navigator.serviceWorker, 'controllerchange', () => isWanted && location.reload())
  // Out of reach, or being replaced just now: the next look will do.
  const look = () => void registration?.update().catch(() => undefined)
  useIntervalFn(look, LOOK_EVERY_MS)
  useEventListener(document, 'visibilitychange', () => !document.hidden && look())
  // A server that was away may have come back as a newer one.
  watch(
    () => connection.isLost,
    (isLost) => !isLost && look(),
  )

  const start = () => void register().catch(() => undefined) // Refused by the browser: then it works as a plain page.
  // Not before the page itself has what it needs.
  if (document.readyState === 'complete') start()
  else useEventListener(window, 'load', start, { once: true })

  return {
    isReady,
    load() {
      isWanted = true
      waiting.value?.postMessage('activate')
      // Activated from another window already: only this page is still the old one.
      if (waiting.value === null || waiting.value.state === 'activated') location.reload()
    },
  }
}
