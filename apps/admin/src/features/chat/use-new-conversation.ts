import { useRouter } from 'vue-router'
import { oneAtATime } from '#admin/ui/one-at-a-time.ts'
import { useToasts } from '#admin/ui/use-toasts.ts'
import { chatApi, refreshConversations } from './queries.ts'

/** Begins a conversation and opens it; one, however often it is pressed meanwhile. */
export function useNewConversation(): () => Promise<void> {
  const router = useRouter()
  const toasts = useToasts()
  return oneAtATime(() => {
    const { fullPath } = router.currentRoute.value
    return toasts.attempt(async () => {
      const { id } = await chatApi.createConversation({ body: {} })
      await refreshConversations()
      // Who has gone elsewhere meanwhile finds it in the list.
      if (router.currentRoute.value.fullPath === fullPath) await router.push({ name: 'chat', params: { id } })
    })
  })
}
