import { ConversationMessage, type TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import { useSessionStorage } from '@vueuse/core'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { followEvents } from '#admin/api/follow-events.ts'
import { openEventStream } from '#admin/api/open-event-stream.ts'
import { randomId } from '#admin/api/random-id.ts'
import { waitVisible } from '#admin/api/wait-visible.ts'
import { createVoicePlayer } from '#admin/features/voice/voice-player.ts'
import { applyTurnMessage, type LiveTurn } from './live-turn.ts'
import { chatApi, knownConversation, loadConversation, refreshConversation, refreshConversations } from './queries.ts'

/** One conversation as it happens: what is being written, what is heard, and the ways to say something. */
export function useChat(conversationId: Ref<string>) {
  const turn = shallowRef<LiveTurn | null>(null)
  /** Sent and not yet in the stored conversation. */
  const outgoing = shallowRef<{ id: string; content: string } | null>(null)
  /** Asked for another answer, and nothing is heard of it yet: who chose an older version now would be led away from it. */
  const isAwaited = shallowRef(false)
  /** Of this tab only: two windows side by side would otherwise say everything twice. */
  const withVoice = useSessionStorage('secretary.voice', false)
  const voice = createVoicePlayer()
  /** A turn that was over before we came: the server repeats it to those who reconnect, we have it already. */
  let finishedTurnId = ''
  let controller = new AbortController()

  function follow(id: string): void {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    turn.value = null
    void followEvents({
      async *open(lastEventId, onOpen) {
        await loadConversation(id)
        yield* openEventStream(`/admin/chat/sessions/${encodeURIComponent(id)}/events`, {
          lastEventId,
          onOpen,
          signal,
        })
      },
      onEvent: (event) => receive(id, event.data),
      onReconnect: () => void refreshConversation(id),
      wait: waitVisible,
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
    if (message.type === 'turn-start' && isOver(id, message.assistantMessageId)) finishedTurnId = message.turnId
    isAwaited.value = false
    if (message.turnId === finishedTurnId) return
    speak(message)
    const next = applyTurnMessage(turn.value, message)
    if (message.type === 'finish' || message.type === 'error') return void settle(id, message, next)
    turn.value = next
    // An edited or repeated question begins a branch: what is shown follows it.
    if (message.type === 'turn-start') void refreshConversation(id)
  }

  /** The stored answer takes the place of the live one, so that nothing flickers in between. */
  async function settle(id: string, message: TurnMessage, next: LiveTurn | null): Promise<void> {
    await refreshConversation(id)
    if (turn.value?.turnId === message.turnId) turn.value = message.type === 'error' ? next : null
    outgoing.value = null
    await refreshConversations()
  }

  function speak(message: TurnMessage): void {
    if (message.type === 'turn-start') voice.stop()
    if (!withVoice.value) return
    if (message.type === 'speech-start') voice.announce({ index: message.clauseIndex, text: message.text })
    if (message.type === 'speech-frame') voice.play(message.clauseIndex, message.audio, message.sampleRateHz)
  }

  watch(
    conversationId,
    (id) => {
      outgoing.value = null
      isAwaited.value = false
      voice.stop()
      follow(id)
    },
    { immediate: true },
  )
  watch(withVoice, (isOn) => isOn || voice.stop())

  onScopeDispose(() => {
    controller.abort()
    voice.close()
  })

  /** Belongs to a press: that is what lets the browser make sound. */
  function prepareSound(): void {
    voice.stop()
    if (withVoice.value) voice.unlock()
  }

  async function send(id: string, content: string): Promise<void> {
    prepareSound()
    const clientMessageId = randomId()
    outgoing.value = { id: clientMessageId, content }
    try {
      await chatApi.sendMessage({ params: { id }, body: { content, withVoice: withVoice.value, clientMessageId } })
      await refreshConversation(id)
    } finally {
      if (outgoing.value?.id === clientMessageId) outgoing.value = null
    }
  }

  async function awaited(request: () => Promise<unknown>): Promise<void> {
    isAwaited.value = true
    try {
      await request()
    } catch (error) {
      isAwaited.value = false
      throw error
    }
  }

  async function edit(id: string, messageId: string, content: string): Promise<void> {
    prepareSound()
    await awaited(() =>
      chatApi.editMessage({ params: { id, messageId }, body: { content, withVoice: withVoice.value } }),
    )
    await refreshConversation(id)
  }

  async function regenerate(id: string, messageId: string): Promise<void> {
    prepareSound()
    await awaited(() => chatApi.regenerateMessage({ params: { id, messageId }, body: { withVoice: withVoice.value } }))
  }

  /** Silence and no further word. An answer that is written already and only spoken ends here alone. */
  async function stop(id: string): Promise<void> {
    voice.stop()
    if (turn.value !== null) await chatApi.stopTurn({ params: { id }, body: {} })
  }

  return { turn, outgoing, isAwaited, withVoice, voice, send, edit, regenerate, stop }
}

function isOver(id: string, messageId: string): boolean {
  const message = knownConversation(id)?.messages.find((candidate) => candidate.id === messageId)
  return message !== undefined && message.state !== 'pending'
}
