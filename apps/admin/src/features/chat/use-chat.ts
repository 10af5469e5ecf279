import { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { followEvents } from '#admin/api/follow-events.ts'
import { openEventStream } from '#admin/api/open-event-stream.ts'
import { applyTurnMessage, type LiveTurn } from './live-turn.ts'
import { chatApi, refreshConversation, refreshConversations } from './queries.ts'
import { createVoicePlayer } from './voice-player.ts'

/** One conversation as it happens: what is being written, what is heard, and the ways to say something. */
export function useChat(conversationId: Ref<string | null>) {
  const turn = shallowRef<LiveTurn | null>(null)
  /** Sent and not yet in the stored conversation. */
  const outgoing = shallowRef<{ id: string; content: string } | null>(null)
  const withVoice = shallowRef(false)
  const voice = createVoicePlayer()
  let controller = new AbortController()

  function follow(id: string): void {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    turn.value = null
    void followEvents({
      open: (lastEventId, onOpen) =>
        openEventStream(`/admin/chat/sessions/${encodeURIComponent(id)}/events`, { lastEventId, onOpen, signal }),
      onEvent: (event) => receive(id, event.data),
      onReconnect: () => void refreshConversation(id),
      wait: waitFor,
      signal,
    })
  }

  function receive(id: string, data: string): void {
    const parsed = ConversationMessage.safeParse(JSON.parse(data))
    if (!parsed.success) return
    const message = parsed.data
    if (message.type === 'message-accepted') return void refreshConversation(id)
    if (message.type === 'conversation-changed')
      return void Promise.all([refreshConversation(id), refreshConversations()])
    if (message.type === 'speech-frame' && withVoice.value) voice.play(message.audio, message.sampleRateHz)
    if (message.type === 'turn-start') voice.stop()
    const next = applyTurnMessage(turn.value, message)
    // The stored answer takes the place of the live one, so that nothing flickers in between.
    if (message.type === 'finish' || message.type === 'error')
      void refreshConversation(id).then(() => {
        if (turn.value?.turnId === message.turnId) turn.value = message.type === 'error' ? next : null
        outgoing.value = null
        return refreshConversations()
      })
    else turn.value = next
  }

  watch(
    conversationId,
    (id) => {
      outgoing.value = null
      voice.stop()
      if (id !== null) follow(id)
      else controller.abort()
    },
    { immediate: true },
  )

  onScopeDispose(() => {
    controller.abort()
    void voice.close()
  })

  /** Belongs to a press: that is what lets the browser make sound. */
  async function prepareSound(): Promise<void> {
    voice.stop()
    if (withVoice.value) await voice.unlock()
  }

  async function send(id: string, content: string): Promise<void> {
    await prepareSound()
    const clientMessageId = crypto.randomUUID()
    outgoing.value = { id: clientMessageId, content }
    try {
      await chatApi.sendMessage({ params: { id }, body: { content, withVoice: withVoice.value, clientMessageId } })
      await refreshConversation(id)
    } finally {
      if (outgoing.value?.id === clientMessageId) outgoing.value = null
    }
  }

  async function edit(id: string, messageId: string, content: string): Promise<void> {
    await prepareSound()
    await chatApi.editMessage({ params: { id, messageId }, body: { content, withVoice: withVoice.value } })
    await refreshConversation(id)
  }

  async function regenerate(id: string, messageId: string): Promise<void> {
    await prepareSound()
    await chatApi.regenerateMessage({ params: { id, messageId }, body: { withVoice: withVoice.value } })
  }

  async function stop(id: string): Promise<void> {
    voice.stop()
    await chatApi.stopTurn({ params: { id }, body: {} })
  }

  return { turn, outgoing, withVoice, voice, send, edit, regenerate, stop }
}

export type Chat = ReturnType<typeof useChat>

function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
