import { VueQueryPlugin } from '@tanstack/vue-query'
import { getCurrentInstance } from 'vue'
import { queryClient } from './query-client.ts'
import { keepServerState } from './server-state.ts'

let isReady = false

/** For the frame and for a page without one: what is inside may use `useQuery` and `useMutation`. */
export function useQueries(): void {
  const app = getCurrentInstance()?.appContext.app
  if (isReady || !app) return
  isReady = true
  app.use(VueQueryPlugin, { queryClient })
  keepServerState({
    forget: () => queryClient.clear(),
    renew: () => void queryClient.invalidateQueries(),
  })
}
