import { useRouter } from 'vue-router'
import { useToasts } from '#admin/ui/use-toasts.ts'
import { chatApi, refreshConversations } from './queries.ts'

/** Begins a conversation and opens it; one, however often it is pressed meanwhile. */
export function useNewConversation(): () => Promise<void> {
  const router = useRouter()
  const toasts = useToasts()
  let beginning: Promise<void> | null = null

  async function begin(): Promise<void> {
    const { fullPath } = router.currentRoute.value
    try {
      const { id } = await chatApi.createConversation({ body: {} })
      await refreshConversations()
      // Who has gone elsewhere meanwhile finds it in the list.
      if (router.currentRoute.value.fullPath === fullPath) await router.push({ name: 'chat', params: { id } })
    } catch (error) {
      toasts.failure(error)
    }
  }

  return () => {
    beginning ??= begin().finally(() => {
      beginning = null
    })
    return beginning
  }
}
