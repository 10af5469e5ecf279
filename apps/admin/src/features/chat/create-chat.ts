import type { ConversationDetail } from '@secretary/contracts/chat.contract'
import type { ConversationMessage, TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import { computed, type Ref, shallowRef } from 'vue'
import type { VoicePlayer } from '#admin/features/voice/voice-player.ts'
import { applyTurnMessage, type LiveTurn } from './live-turn.ts'
import type { chatApi } from './queries.ts'
import { isAnswered, isKept, isStored, type OutgoingMessage, threadItems } from './thread-view.ts'

export interface ChatDeps {
  readonly id: string
  /** As it is shown elsewhere on the page, too: everything live gives way to it by what stands in it, never by what came first. */
  readonly conversation: Readonly<Ref<ConversationDetail | undefined>>
  readonly withVoice: Readonly<Ref<boolean>>
  readonly voice: Pick<VoicePlayer, 'isPlaying' | 'unlock' | 'announce' | 'play' | 'stop'>
  readonly api: Pick<typeof chatApi, 'sendMessage' | 'editMessage' | 'regenerateMessage' | 'stopTurn'>
  /** Reads the conversation again. Resolves when `conversation` shows it as it was after the call; to false when it could not be read. */
  readonly refresh: () => Promise<boolean>
  readonly refreshList: () => Promise<unknown>
  readonly newId: () => string
}

export type Chat = ReturnType<typeof createChat>

/**
 * One conversation as it happens. Answers to requests, events and reads of the stored conversation come in any order: what is
 * shown is computed from all that is known, so that the order does not matter.
 */
export function createChat({ id, conversation, withVoice, voice, api, refresh, refreshList, newId }: ChatDeps) {
  const turns = shallowRef<readonly LiveTurn[]>([])
  const sent = shallowRef<readonly OutgoingMessage[]>([])
  const heard = shallowRef<ReadonlySet<string>>(new Set())
  /** Turns that were over before we came: their sound is not played again. */
  const missed = new Set<string>()
  /** Turns that were asked for here, and how many requests are not answered yet. */
  const own = new Set<string>()
  let openRequests = 0
  /** Asked for another answer; a null is a request that is not answered yet. */
  const asked = shallowRef<readonly { turnId: string | null }[]>([])

  /** Two requests at once may overtake each other: what was said second is sent second. */
  let line: Promise<unknown> = Promise.resolve()

  const items = computed(() => threadItems({ stored: conversation.value, turns: turns.value, sent: sent.value }))
  const outgoing = computed(() => sent.value.filter((message) => !isStored(conversation.value, message)))
  const isWriting = computed(() => items.value.some((item) => item.kind === 'turn' && !item.turn.isOver))
  const isAnswering = computed(() => isWriting.value || voice.isPlaying.value)
  const isAwaited = computed(() =>
    asked.value.some(
      ({ turnId }) => turnId === null || !(heard.value.has(turnId) || isAnswered(conversation.value, turnId)),
    ),
  )
  /** Who chose an older version while another answer is still to come would be led away from it. */
  const isBusy = computed(
    () =>
      isAwaited.value ||
      voice.isPlaying.value ||
      items.value.some((item) => item.kind === 'turn' && item.turn.error === null),
  )

  function receive(message: ConversationMessage): void {
    if (message.type === 'message-accepted') {
      name(message)
      return void refresh()
    }
    if (message.type === 'conversation-changed') return void Promise.all([refresh(), refreshList()])
    if (!heard.value.has(message.turnId)) heard.value = new Set(heard.value).add(message.turnId)
    if (message.type === 'turn-start' && wasMissed(message.turnId)) missed.add(message.turnId)
    if (missed.has(message.turnId)) return
    speak(message)
    if (message.type === 'turn-start')
      turns.value = turns.value.filter((turn) => turn.error === null && !isKept(conversation.value, turn))
    turns.value = applyTurnMessage(turns.value, message)
    if (message.type === 'finish' || message.type === 'error') return void settle(message.turnId)
    // An edited or repeated question begins a branch: what is shown follows it.
    if (message.type === 'turn-start') void refresh()
  }

  const wasMissed = (turnId: string) => openRequests === 0 && !own.has(turnId) && isAnswered(conversation.value, turnId)

  /** What was said is stored by now, be it in another branch than the one that is shown; only a failure without a word stays here. */
  async function settle(turnId: string): Promise<void> {
    const [isRead] = await Promise.all([refresh(), refreshList()])
    const stays = (turn: LiveTurn) => turn.turnId !== turnId || (turn.error !== null && turn.text === '')
    if (isRead) turns.value = turns.value.filter(stays)
  }

  function speak(message: TurnMessage): void {
    if (message.type === 'turn-start') voice.stop()
    if (!withVoice.value) return
    if (message.type === 'speech-start') voice.announce({ index: message.clauseIndex, text: message.text })
    if (message.type === 'speech-frame') voice.play(message.clauseIndex, message.audio, message.sampleRateHz)
  }

  /** The connection was gone for a while: what ended meanwhile may have ended without a word to us. */
  async function reconnect(): Promise<void> {
    const before = new Set([...turns.value.map(({ turnId }) => turnId), ...asked.value.map(({ turnId }) => turnId)])
    if (!(await refresh())) return
    const isGone = (turnId: string | null) =>
      turnId !== null && before.has(turnId) && turnId !== conversation.value?.activeTurnId
    turns.value = turns.value.filter(({ turnId }) => !isGone(turnId))
    asked.value = asked.value.filter(({ turnId }) => !isGone(turnId))
  }

  /** The event may come before the answer to the request. */
  function name({ messageId, content }: { messageId: string; content: string }): void {
    const named = sent.value.find((message) => message.messageId === null && message.content === content)
    if (named) change(named.clientMessageId, { messageId })
  }

  function change(clientMessageId: string, part: Partial<OutgoingMessage>): void {
    sent.value = sent.value.map((other) => (other.clientMessageId === clientMessageId ? { ...other, ...part } : other))
  }

  /** Belongs to a press: that is what lets the browser make sound. */
  function prepareSound(): void {
    voice.stop()
    if (withVoice.value) voice.unlock()
  }

  async function send(content: string, clientMessageId = newId()): Promise<void> {
    prepareSound()
    const sentAfterId = conversation.value?.messages.at(-1)?.id ?? null
    const message = { clientMessageId, content, messageId: null, isFailed: false, sentAfterId }
    sent.value = [...outgoing.value.filter((other) => other.clientMessageId !== clientMessageId), message]
    const body = { content, withVoice: withVoice.value, clientMessageId }
    const request = line.then(() => accepted(() => api.sendMessage({ params: { id }, body })))
    line = request.catch(() => undefined) // Whoever sent it is told; the next one goes its own way.
    try {
      const { messageId } = await request
      change(clientMessageId, { messageId })
    } catch (error) {
      change(clientMessageId, { isFailed: true })
      throw error
    }
    if (await refresh()) sent.value = sent.value.filter((other) => other.clientMessageId !== clientMessageId)
  }

  /** Asks for another answer; it is awaited until something is heard of it. */
  async function ask(request: () => Promise<{ turnId: string }>): Promise<void> {
    prepareSound()
    const unnamed = { turnId: null }
    asked.value = [...asked.value, unnamed]
    const replaceBy = (next: readonly { turnId: string | null }[]) => {
      asked.value = [...asked.value.filter((other) => other !== unnamed), ...next]
    }
    try {
      replaceBy([{ turnId: (await accepted(request)).turnId }])
    } catch (error) {
      replaceBy([])
      throw error
    }
    await refresh()
  }

  async function accepted<T extends { turnId: string }>(request: () => Promise<T>): Promise<T> {
    openRequests++
    try {
      const answer = await request()
      own.add(answer.turnId)
      return answer
    } finally {
      openRequests--
    }
  }

  const edit = (messageId: string, content: string) =>
    ask(() => api.editMessage({ params: { id, messageId }, body: { content, withVoice: withVoice.value } }))
  const regenerate = (messageId: string) =>
    ask(() => api.regenerateMessage({ params: { id, messageId }, body: { withVoice: withVoice.value } }))

  /** Silence and no further word. An answer that is written already and only spoken ends here alone. */
  async function stop(): Promise<void> {
    voice.stop()
    if (isWriting.value) await api.stopTurn({ params: { id }, body: {} })
  }

  return { items, outgoing, isAnswering, isBusy, receive, reconnect, send, edit, regenerate, stop }
}
