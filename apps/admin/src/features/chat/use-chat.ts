import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import { useSessionStorage } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'
import { followEvents } from '#admin/api/follow-events.ts'
import { openEventStream } from '#admin/api/open-event-stream.ts'
import { randomId } from '#admin/api/random-id.ts'
import { readMessage } from '#admin/api/read-message.ts'
import { waitVisible } from '#admin/api/wait-visible.ts'
import { createVoicePlayer } from '#admin/features/voice/voice-player.ts'
import { createChat } from './create-chat.ts'
import { chatApi, loadConversation, refreshConversation, refreshConversations, useConversation } from './queries.ts'

const known: Record<ConversationMessage['type'], true> = {
  'turn-start': true,
  'answer-source': true,
  'text-delta': true,
  suggestions: true,
  'speech-start': true,
  'speech-frame': true,
  'speech-end': true,
  notice: true,
  finish: true,
  error: true,
  'message-accepted': true,
  'conversation-changed': true,
}

/** One conversation as it happens: what is stored, what is being written, what is heard, and the ways to say something. */
export function useChat(id: string) {
  const query = useConversation(id)
  /** Of this tab only: two windows side by side would otherwise say everything twice. */
  const withVoice = useSessionStorage('secretary.voice', false)
  const voice = createVoicePlayer()
  const chat = createChat({
    id,
    conversation: query.data,
    withVoice,
    voice,
    api: chatApi,
    refresh: () => refreshConversation(id),
    refreshList: refreshConversations,
    newId: randomId,
  })
  const controller = new AbortController()
  const { signal } = controller

  void followEvents({
    async *open(lastEventId, onOpen) {
      await loadConversation(id)
      yield* openEventStream(`/admin/chat/sessions/${encodeURIComponent(id)}/events`, { lastEventId, onOpen, signal })
    },
    onEvent(event) {
      const message = readMessage<ConversationMessage>(event.data, known)
      if (message) chat.receive(message)
    },
    onReconnect: () => void chat.reconnect(),
    wait: waitVisible,
    signal,
  })

  watch(withVoice, (isOn) => isOn || voice.stop())
  onScopeDispose(() => {
    controller.abort()
    voice.close()
  })

  return { query, withVoice, voice, ...chat }
}
