import { useQuery } from '@tanstack/vue-query'
import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { findConversations } from '#admin/features/chat/queries.ts'
import { faqApi } from '#admin/features/faq/queries.ts'
import { useAuthStore } from '#admin/stores/auth.ts'

const MOST = 6
const PAUSE_MS = 200
const MAX_LENGTH = 200

/** Conversations and questions found by text, or the latest ones without any. What was typed before is no longer waited for. */
export function useServerSearch(text: Readonly<Ref<string>>) {
  const auth = useAuthStore()
  const typed = computed(() => text.value.trim().slice(0, MAX_LENGTH))
  const asked = refDebounced(typed, PAUSE_MS)
  const query = computed(() => ({ limit: MOST, search: asked.value || undefined }))

  const conversations = useQuery({
    queryKey: computed(() => ['conversations', 'palette', asked.value]),
    queryFn: async ({ signal }) => (await findConversations(query.value, { signal })).items,
    enabled: computed(() => auth.can('chat:view')),
    retry: false,
  })
  const questions = useQuery({
    queryKey: computed(() => ['faq', 'palette', asked.value]),
    queryFn: async ({ signal }) => (await faqApi.listFaqEntries({ query: query.value }, { signal })).items,
    // All of them begin nowhere: without a text they would only be in the way.
    enabled: computed(() => asked.value !== '' && auth.can('faq:view')),
    retry: false,
  })

  const isWaiting = computed(() => typed.value !== asked.value)
  return {
    conversations: computed(() => (isWaiting.value ? [] : (conversations.data.value ?? []))),
    questions: computed(() => (isWaiting.value || asked.value === '' ? [] : (questions.data.value ?? []))),
    isSearching: computed(() => isWaiting.value || conversations.isLoading.value || questions.isLoading.value),
    hasFailed: computed(() => !isWaiting.value && (conversations.isError.value || questions.isError.value)),
    again: () => {
      if (conversations.isError.value) void conversations.refetch()
      if (questions.isError.value) void questions.refetch()
    },
  }
}
