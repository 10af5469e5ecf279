import { useRouter } from 'vue-router'
import { useToasts } from '#admin/ui/use-toasts.ts'
import { chatApi, refreshConversations } from './queries.ts'

/** Begins a conversation and opens it. */
export function useNewConversation(): () => Promise<void> {
  const router = useRouter()
  const toasts = useToasts()

  return async () => {
    try {
      const { id } = await chatApi.createConversation({ body: {} })
      await refreshConversations()
      await router.push({ name: 'chat', params: { id } })
    } catch (error) {
      toasts.failure(error)
    }
  }
}
