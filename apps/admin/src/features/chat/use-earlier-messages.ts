import type { ChatMessage, ConversationDetail } from '@secretary/contracts/chat.contract'
import { computed, type Ref, shallowRef } from 'vue'
import { chatApi } from './queries.ts'

/** What was said before the messages a conversation came with, a page at a time. It is dropped where it no longer leads to them. */
export function useEarlierMessages(conversation: Readonly<Ref<ConversationDetail | undefined>>) {
  const loaded = shallowRef<{ messages: readonly ChatMessage[]; hasEarlier: boolean } | null>(null)
  const isLoading = shallowRef(false)

  const fitting = computed(() => {
    const first = conversation.value?.messages[0]
    return first && loaded.value?.messages.at(-1)?.id === first.parentId ? loaded.value : null
  })
  const earlier = computed(() => fitting.value?.messages ?? [])
  const hasEarlier = computed(() => (fitting.value ?? conversation.value)?.hasEarlier ?? false)

  async function load(): Promise<void> {
    const [id, known] = [conversation.value?.id, earlier.value]
    const before = (known[0] ?? conversation.value?.messages[0])?.id
    if (id === undefined || before === undefined || isLoading.value) return
    isLoading.value = true
    try {
      const page = await chatApi.getConversation({ params: { id }, query: { before } })
      loaded.value = { messages: [...page.messages, ...known], hasEarlier: page.hasEarlier }
    } finally {
      isLoading.value = false
    }
  }

  return { earlier, hasEarlier, isLoading, load }
}
