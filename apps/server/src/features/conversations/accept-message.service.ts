import type { Language } from '@secretary/contracts/scalars'
import { isGreeting } from '#server/conversation/is-greeting.ts'
import type { TurnWishes } from '#server/conversation/turn-deps.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { normalizeQuestion } from '#server/features/faq/matching/normalize-question.ts'
import type { Actor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import type { AnswerSlots } from './answer-slots.ts'
import { callerOf } from './caller-of.ts'
import type { StoredConversation } from './conversations.repository.ts'
import type { ConversationsService } from './conversations.service.ts'
import type { MessagesRepository } from './messages.repository.ts'
import type { TurnBroadcast } from './turn-broadcast.ts'
import type { TurnRunner } from './turn-runner.ts'
import type { AcceptedMessage, PendingTurn, TurnsRepository } from './turns.repository.ts'
import { visitorLanguage } from './visitor-language.ts'

const TITLE_CHARACTERS = 50

export interface Accepted {
  readonly messageId: string
  readonly turnId: string
}

export interface AcceptMessageService {
  /**
   * Resolves when the message is safely stored; its answer comes by itself. The same client id twice is one message.
   * @throws AppError `not_found`, `rate_limited` where too many wait for their answers already, as below
   */
  send(
    actor: Actor,
    conversationId: string,
    input: {
      content: string
      withVoice: boolean
      clientMessageId?: string | undefined
      wishes?: TurnWishes | undefined
    },
  ): Promise<Accepted & { isRepeated: boolean }>
  /** A new version beside the old one. @throws AppError `not_found`, `message_not_editable` */
  edit(
    actor: Actor,
    conversationId: string,
    input: { messageId: string; content: string; withVoice: boolean },
  ): Promise<Accepted>
  /** Another answer beside the old one. @throws AppError `not_found`, `message_not_editable` */
  regenerate(actor: Actor, conversationId: string, input: { messageId: string; withVoice: boolean }): Promise<Accepted>
}

interface AcceptDeps {
  conversations: ConversationsService
  messages: MessagesRepository
  turns: TurnsRepository
  answerSlots: Pick<AnswerSlots, 'requireRoom'>
  runner: TurnRunner
  broadcast: TurnBroadcast
  writer: DurableWriter
  businessLanguage(): Language
  clock: Clock
}

export function createAcceptMessageService(deps: AcceptDeps): AcceptMessageService {
  const { conversations, messages, turns, runner, broadcast, writer, clock } = deps
  /** Messages of one conversation are accepted one after another: each hangs on the one before. */
  const lines = new Map<string, Promise<unknown>>()

  function inLine<T>(conversationId: string, work: () => Promise<T>): Promise<T> {
    const result = (lines.get(conversationId) ?? Promise.resolve()).then(work, work)
    lines.set(conversationId, result)
    const release = () => void (lines.get(conversationId) === result && lines.delete(conversationId))
    result.then(release, release)
    return result
  }

  async function accept(
    conversation: StoredConversation,
    message: {
      content: string
      parentId: string | null
      withVoice: boolean
      clientMessageId: string | null
      isEdited: boolean
    },
    wishes?: TurnWishes,
  ): Promise<Accepted> {
    const accepted: AcceptedMessage = {
      ...message,
      id: newId(),
      conversationId: conversation.id,
      userMessageId: newId(),
      assistantMessageId: newId(),
      createdAt: timestamp(clock),
      questionKey: isGreeting(message.content) ? '' : normalizeQuestion(message.content),
      title: message.content.trim().replace(/\s+/g, ' ').slice(0, TITLE_CHARACTERS).toWellFormed(),
      language: conversation.language ?? visitorLanguage(message.content, deps.businessLanguage()),
    }
    const isQueued = runner.lastPending(conversation.id) !== null
    await writer.commit(turns.acceptUnit(accepted, runner.lease()))
    broadcast.send(conversation.id, {
      type: 'message-accepted',
      turnId: accepted.id,
      messageId: accepted.userMessageId,
      content: message.content,
      isQueued,
    })
    runner.enqueue({ ...accepted, ownerId: conversation.ownerId, caller: callerOf(conversation), wishes })
    return { messageId: accepted.userMessageId, turnId: accepted.id }
  }

  /** @throws AppError `rate_limited` */
  function requireRoom(conversation: StoredConversation): void {
    deps.answerSlots.requireRoom(callerOf(conversation))
    runner.requireRoom(conversation.id)
  }

  /** What the next message follows. An answer may have been finished since the conversation was read: then it is read again. */
  async function lastSaid(actor: Actor, conversation: StoredConversation, wasIdle: boolean): Promise<string | null> {
    const pending = runner.lastPending(conversation.id)
    if (pending) return pending.assistantMessageId
    return (wasIdle ? conversation : await conversations.find(actor, conversation.id)).activeMessageId
  }

  return {
    send: (actor, conversationId, { content, withVoice, clientMessageId, wishes }) =>
      inLine(conversationId, async () => {
        const wasIdle = runner.lastPending(conversationId) === null
        const conversation = await conversations.find(actor, conversationId)
        const known =
          clientMessageId === undefined ? null : await messages.findByClientId(conversationId, clientMessageId)
        if (known) return { messageId: known.id, turnId: known.turnId ?? '', isRepeated: true }
        requireRoom(conversation)
        const parentId = await lastSaid(actor, conversation, wasIdle)
        const message = { content, withVoice, parentId, clientMessageId: clientMessageId ?? null, isEdited: false }
        return { ...(await accept(conversation, message, wishes)), isRepeated: false }
      }),
    edit: (actor, conversationId, { messageId, content, withVoice }) =>
      inLine(conversationId, async () => {
        const conversation = await conversations.find(actor, conversationId)
        const [message] = await messages.find(conversationId, [messageId])
        if (!message) throw new AppError('not_found')
        if (message.role !== 'user') throw new AppError('message_not_editable')
        requireRoom(conversation)
        return accept(conversation, {
          content,
          withVoice,
          parentId: message.parentId,
          clientMessageId: null,
          isEdited: true,
        })
      }),
    regenerate: (actor, conversationId, { messageId, withVoice }) =>
      inLine(conversationId, async () => {
        const conversation = await conversations.find(actor, conversationId)
        const [message] = await messages.find(conversationId, [messageId])
        if (!message) throw new AppError('not_found')
        const [question] =
          message.role === 'user' ? [message] : await messages.find(conversationId, [message.parentId ?? ''])
        if (question?.role !== 'user') throw new AppError('message_not_editable')
        requireRoom(conversation)
        const turn: PendingTurn = {
          id: newId(),
          conversationId,
          userMessageId: question.id,
          assistantMessageId: newId(),
          withVoice,
          createdAt: timestamp(clock),
        }
        await writer.commit(turns.acceptAgainUnit(turn, normalizeQuestion(question.content), runner.lease()))
        runner.enqueue({ ...turn, ownerId: conversation.ownerId, caller: callerOf(conversation) })
        return { messageId: question.id, turnId: turn.id }
      }),
  }
}
