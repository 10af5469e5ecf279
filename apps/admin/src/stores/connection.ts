import { useIntervalFn, useOnline } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { reach } from '#admin/api/panel-api.ts'
import { serverState } from '#admin/api/server-state.ts'

const PROBE_EVERY_MS = 4_000

/** Whether this page can talk to its server; while it can't, it keeps asking whether the server lives. */
export const useConnectionStore = defineStore('connection', () => {
  const isOnline = useOnline()
  const isLost = computed(() => !isOnline.value || !reach.isReachable.value)

  const probe = useIntervalFn(
    () => {
      // Either outcome is noted by `reach` itself.
      if (!document.hidden) void reach.fetch('/health/live').catch(() => undefined)
    },
    PROBE_EVERY_MS,
    { immediate: false },
  )

  watch(
    isLost,
    (isNowLost, wasLost) => {
      if (isNowLost) return probe.resume()
      probe.pause()
      if (wasLost) serverState.renew()
    },
    // The panel may have been opened without a connection.
    { immediate: true },
  )

  return { isLost }
})
