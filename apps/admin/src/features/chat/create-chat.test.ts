import type { ChatMessage, ConversationDetail } from '@secretary/contracts/chat.contract'
import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ref, shallowRef, watch } from 'vue'
import { createChat } from './create-chat.ts'

const timings = {
  queueMs: 0,
  faqMs: null,
  modelFirstTokenMs: null,
  firstTextMs: null,
  firstAudioMs: null,
  totalMs: 1,
}

/** A server with one conversation, whose answers, events and reads arrive when the scheduler says so. */
function startServer(scheduler: fc.Scheduler) {
  const messages: ChatMessage[] = []
  let activeTurnId: string | null = null
  let count = 0
  let deliver: (message: ConversationMessage) => void = () => undefined
  let wire: Promise<unknown> = Promise.resolve()
  /** Events come in their order; everything else overtakes them and is overtaken. */
  const emit = (message: ConversationMessage) => {
    wire = wire.then(() => scheduler.schedule(Promise.resolve(), message.type)).then(() => deliver(message))
  }
  const add = (role: 'user' | 'assistant', fields: Partial<ChatMessage>) => {
    const message = { id: `m${++count}`, role, content: '', state: 'complete', parentId: null, turnId: null, ...fields }
    messages.push(message as ChatMessage)
    return message
  }
  const versionsOf = (question: string) => messages.filter(({ parentId }) => parentId === question)

  const siblingsOf = ({ id, parentId, role }: ChatMessage) =>
    role === 'user' ? [id] : versionsOf(parentId ?? '').map((message) => message.id)

  async function answer(turnId: string, question: string): Promise<void> {
    const assistantMessageId = `a${++count}`
    await scheduler.schedule(Promise.resolve(), `begin ${turnId}`)
    activeTurnId = turnId
    emit({ type: 'turn-start', turnId, userMessageId: question, assistantMessageId })
    emit({ type: 'text-delta', turnId, text: 'Да' })
    await scheduler.schedule(Promise.resolve(), `end ${turnId}`)
    add('assistant', { id: assistantMessageId, parentId: question, turnId, content: 'Да' })
    activeTurnId = null
    emit({ type: 'finish', turnId, finishReason: 'stop', timings })
  }
  let line: Promise<unknown> = Promise.resolve()
  const enqueue = (turnId: string, question: string) => {
    line = line.then(() => answer(turnId, question))
  }

  return {
    /** The newest version of every answer. */
    read(): ConversationDetail {
      const questions = messages.filter(({ role }) => role === 'user')
      const path = questions
        .flatMap((question) => [question, ...versionsOf(question.id).slice(-1)])
        .map((message) => ({ ...message, siblings: { index: 0, ids: siblingsOf(message) } }))
      return { id: 'c', messages: path, activeTurnId } as unknown as ConversationDetail
    },
    versions: (question: string) => versionsOf(question).length,
    listen(listener: typeof deliver) {
      deliver = listener
    },
    api: {
      async sendMessage({ body }: { body: { content: string } }) {
        await scheduler.schedule(Promise.resolve(), 'send arrives')
        const turnId = `t${++count}`
        const { id } = add('user', { content: body.content, turnId })
        emit({ type: 'message-accepted', turnId, messageId: id, content: body.content, isQueued: false })
        enqueue(turnId, id)
        await scheduler.schedule(Promise.resolve(), 'send is answered')
        return { messageId: id, turnId }
      },
      async regenerateMessage({ params }: { params: { messageId: string } }) {
        await scheduler.schedule(Promise.resolve(), 'regenerate arrives')
        const question = messages.find(({ id }) => id === params.messageId)?.parentId ?? ''
        const turnId = `t${++count}`
        enqueue(turnId, question)
        await scheduler.schedule(Promise.resolve(), 'regenerate is answered')
        return { messageId: question, turnId }
      },
    },
  }
}

function openChat(scheduler: fc.Scheduler, { canFail = false } = {}) {
  const server = startServer(scheduler)
  const conversation = shallowRef<ConversationDetail | undefined>(server.read())
  let failures = 0
  let ids = 0
  let latest: Promise<boolean> | null = null
  let newest = server.read()
  /** As the query client reads: a newer read takes the place of an older one, which then ends as the newer. */
  const read = async (isNewest: () => boolean): Promise<boolean> => {
    await scheduler.schedule(Promise.resolve(), 'read arrives')
    const detail = server.read()
    await scheduler.schedule(Promise.resolve(), 'read is answered')
    if (!isNewest()) return latest ?? false
    if (canFail && failures++ % 3 === 1) return false
    newest = detail
    // Whoever shows it is told a moment later.
    await scheduler.schedule(Promise.resolve(), 'components are told')
    conversation.value = newest
    return true
  }
  const voice = { isPlaying: ref(false), unlock() {}, announce() {}, play() {}, stop() {} }
  const chat = createChat({
    id: 'c',
    conversation,
    withVoice: ref(false),
    voice,
    api: { ...server.api, editMessage: server.api.regenerateMessage, stopTurn: async () => ({}) } as never,
    refresh() {
      const own: Promise<boolean> = Promise.resolve().then(() => read(() => latest === own))
      latest = own
      return own
    },
    refreshList: async () => undefined,
    newId: () => `client ${++ids}`,
  })
  server.listen(chat.receive)
  const texts = () => chat.items.value.map((item) => (item.kind === 'turn' ? item.turn.text : item.message.content))
  const seen: string[][] = []
  // As the page is drawn: after everything that happened at once.
  watch(texts, (now) => seen.push(now), { immediate: true })
  return { server, chat, texts, seen }
}

describe('a conversation whose answers, events and reads come in any order', () => {
  it('ends as it is stored, and nothing that was shown disappears on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, canFail) => {
        const { server, chat, texts, seen } = openChat(scheduler, { canFail })
        void chat.send('Первый?')
        void chat.send('Второй?')
        await scheduler.waitIdle()
        expect(texts()).toEqual(['Первый?', 'Да', 'Второй?', 'Да'])
        expect([chat.isAnswering.value, server.read().messages.length]).toEqual([false, 4])
        if (!canFail) expect(chat.isBusy.value).toBe(false)
        for (const word of ['Первый?', 'Второй?'])
          expect(seen.slice(seen.findIndex((list) => list.includes(word))).every((list) => list.includes(word))).toBe(
            true,
          )
        const answers = seen.map((list) => list.filter((text) => text === 'Да').length)
        expect(answers).toEqual(answers.toSorted((a, b) => a - b))
      }),
    )
  })

  it('awaits another answer until it is heard of, and shows the version that came last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, canFail) => {
        const { server, chat, texts, seen } = openChat(scheduler, { canFail })
        void chat.send('Первый?')
        await scheduler.waitIdle()
        const [question, first] = server.read().messages
        seen.length = 0
        const asked = chat.regenerate(first?.id ?? '')
        expect(chat.isBusy.value).toBe(true)
        await Promise.all([asked, scheduler.waitIdle()])
        expect(server.versions(question?.id ?? '')).toBe(2)
        expect(chat.isAnswering.value).toBe(false)
        if (!canFail) expect(chat.isBusy.value).toBe(false)
        expect(texts()).toEqual(['Первый?', 'Да'])
        const last = chat.items.value.at(-1)
        expect(last?.id).toBe(server.read().messages.at(-1)?.id)
        // An answer is there all the time: the old one, the one that is written, the new one.
        expect(seen.every((list) => list.length === 2)).toBe(true)
      }),
    )
  })
})
