import { useThrottleFn } from '@vueuse/core'
import { queryClient } from './query-client.ts'
import { refreshQueries } from './refresh-queries.ts'
import { useLiveEvents } from './use-live-events.ts'

const DASHBOARD_EVERY_MS = 2_000

/** Refreshes what is on screen when it changes elsewhere: query keys begin with the topic, `conversations` or `leads`. */
export function useLiveQueries(): void {
  // Whatever happens may change a figure; a busy hour must not ask for them with every message.
  const refreshDashboard = useThrottleFn(() => refreshQueries(['dashboard']), DASHBOARD_EVERY_MS, true)
  useLiveEvents({
    onMessage(message) {
      void refreshDashboard()
      switch (message.type) {
        case 'config-changed':
          return void refreshQueries([message.topic])
        case 'lead-created':
        case 'lead-changed':
          return void refreshQueries(['leads'])
        case 'backup-changed':
          return void refreshQueries(['backup'])
        case 'conversation-changed':
        case 'conversation-deleted':
          return void refreshQueries(['conversations'])
      }
    },
    onReconnect: () => void queryClient.invalidateQueries(),
  })
}
