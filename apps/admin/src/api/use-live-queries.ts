import { queryClient } from './query-client.ts'
import { useLiveEvents } from './use-live-events.ts'

/** Refreshes what is on screen when it changes elsewhere: query keys begin with the topic, `conversations` or `leads`. */
export function useLiveQueries(): void {
  useLiveEvents({
    onMessage(message) {
      switch (message.type) {
        case 'config-changed':
          return void queryClient.invalidateQueries({ queryKey: [message.topic] })
        case 'lead-created':
        case 'lead-changed':
          return void queryClient.invalidateQueries({ queryKey: ['leads'] })
        case 'backup-changed':
          return void queryClient.invalidateQueries({ queryKey: ['backup'] })
        case 'conversation-changed':
        case 'conversation-deleted':
          return void queryClient.invalidateQueries({ queryKey: ['conversations'] })
      }
    },
    onReconnect: () => void queryClient.invalidateQueries(),
  })
}
