import * as z from 'zod'
import { PageQuery, pageOf } from './pagination.ts'
import { AnswerSource, ConversationMessage, StageTimings, Suggestion, TurnMessage } from './realtime/turn.messages.ts'
import { route } from './route.ts'
import { Empty, Id, IdParams, Language, requiredText, Timestamp, text } from './scalars.ts'

/** 64 kB of text is about forty pages: more than a person types, less than a model's window. */
export const MESSAGE_MAX_CHARACTERS = 65_536

export const conversationSources = ['panel', 'api', 'telegram', 'widget', 'phone'] as const

export const Conversation = z
  .object({
    id: Id,
    title: z.string(),
    source: z.enum(conversationSources),
    sourceId: z.string().nullable(),
    isPinned: z.boolean(),
    /** A visitor left his name and contact here. */
    hasLead: z.boolean(),
    language: Language.nullable(),
    preview: z.string(),
    messageCount: z.number().int(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

export const ChatMessage = z
  .object({
    id: Id,
    parentId: Id.nullable(),
    role: z.enum(['user', 'assistant']),
    content: z.string(),
    /** `interrupted`: the answer broke off; what had been said is kept. `pending`: accepted, not answered yet. */
    state: z.enum(['complete', 'interrupted', 'pending']),
    isEdited: z.boolean(),
    turnId: Id.nullable(),
    answer: AnswerSource.nullable(),
    suggestions: z.array(Suggestion),
    timings: StageTimings.nullable(),
    /** Versions of this message under the same parent, oldest first; `ids.length` is the 3 of "1/3". */
    siblings: z.object({ index: z.number().int(), ids: z.array(Id) }),
    createdAt: Timestamp,
  })
  .meta({ id: 'ChatMessage' })
export type ChatMessage = z.infer<typeof ChatMessage>

export const ConversationDetail = Conversation.extend({
  /** The newest messages of the active branch, or those before the one that was named; oldest first, at most 200. */
  messages: z.array(ChatMessage),
  /** The branch has messages before these: ask again, `before` the first of them. */
  hasEarlier: z.boolean(),
  /** The turn that is being answered now, if any. */
  activeTurnId: Id.nullable(),
}).meta({ id: 'ConversationDetail' })
export type ConversationDetail = z.infer<typeof ConversationDetail>

const MessageParams = z.object({ id: Id, messageId: Id })
const content = requiredText(MESSAGE_MAX_CHARACTERS)

export const SendMessage = z
  .strictObject({
    content,
    /** Speak the answer while it is being written. */
    withVoice: z.boolean().default(false),
    /** Chosen by the client: sending the same id again stores nothing and answers as the first time. */
    clientMessageId: text(100).min(1).optional(),
  })
  .meta({ id: 'SendMessage' })
export type SendMessage = z.output<typeof SendMessage>

export const Accepted = z.object({ messageId: Id, turnId: Id }).meta({ id: 'Accepted' })

export const chatContract = {
  listConversations: route({
    method: 'GET',
    path: '/admin/chat/sessions',
    summary: 'Conversations, pinned first, then newest',
    tags: ['chat'],
    access: 'chat:view',
    query: PageQuery.extend({ search: text(200).optional() }),
    responses: { 200: pageOf(Conversation) },
  }),
  createConversation: route({
    method: 'POST',
    path: '/admin/chat/sessions',
    summary: 'Begin a conversation',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.create' },
    body: z.strictObject({ title: text(200).optional(), language: Language.optional() }),
    responses: { 201: Conversation },
  }),
  getConversation: route({
    method: 'GET',
    path: '/admin/chat/sessions/:id',
    summary: 'A conversation with the end of its active branch, or with what was said before a message of it',
    tags: ['chat'],
    access: 'chat:view',
    params: IdParams,
    query: z.object({ before: Id.optional() }),
    responses: { 200: ConversationDetail },
    problems: ['not_found'],
  }),
  updateConversation: route({
    method: 'PATCH',
    path: '/admin/chat/sessions/:id',
    summary: 'Rename or pin',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.update', omit: ['title'] },
    params: IdParams,
    body: z.strictObject({ title: requiredText(200).optional(), isPinned: z.boolean().optional() }),
    responses: { 200: Conversation },
    problems: ['not_found'],
  }),
  deleteConversation: route({
    method: 'DELETE',
    path: '/admin/chat/sessions/:id',
    summary: 'Delete a conversation; can be restored',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.delete' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  clearTestConversations: route({
    method: 'POST',
    path: '/admin/chat/tests/clear',
    summary: 'Delete all own talks of the panel: they are tests; can be restored',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.clear-tests' },
    responses: { 200: z.object({ count: z.number().int(), clearedAt: Timestamp }).meta({ id: 'ClearedTests' }) },
  }),
  restoreTestConversations: route({
    method: 'POST',
    path: '/admin/chat/tests/restore',
    summary: 'Take the clearing of that moment back',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.restore-tests' },
    body: z.strictObject({ clearedAt: text(40).min(1) }),
    responses: { 200: z.object({ count: z.number().int() }) },
  }),
  restoreConversation: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/restore',
    summary: 'Take a deletion back',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.restore' },
    params: IdParams,
    responses: { 200: Conversation },
    problems: ['not_found'],
  }),
  exportConversation: route({
    method: 'GET',
    path: '/admin/chat/sessions/:id/export',
    summary: 'The active branch as Markdown, or everything as JSON',
    tags: ['chat'],
    access: 'chat:view',
    params: IdParams,
    query: z.object({ format: z.enum(['md', 'json']).default('md') }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
    problems: ['not_found'],
  }),
  listBranches: route({
    method: 'GET',
    path: '/admin/chat/sessions/:id/branches',
    summary: 'Every message of the tree, without its text',
    tags: ['chat'],
    access: 'chat:view',
    params: IdParams,
    responses: {
      200: z.object({
        items: z.array(
          z
            .object({
              id: Id,
              parentId: Id.nullable(),
              role: z.enum(['user', 'assistant']),
              preview: z.string(),
              isActive: z.boolean(),
              createdAt: Timestamp,
            })
            .meta({ id: 'BranchNode' }),
        ),
        nextCursor: z.null(),
      }),
    },
    problems: ['not_found'],
  }),
  switchBranch: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/branches/switch',
    summary: 'Make the branch through this message the active one; below it the newest child is followed',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.branch-switch' },
    params: IdParams,
    body: z.strictObject({ messageId: Id }),
    responses: { 200: ConversationDetail },
    problems: ['not_found', 'conversation_busy'],
  }),
}

export const chatMessageContract = {
  sendMessage: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/messages',
    summary: 'Send a message; answered 202 when it is safely stored. The answer comes on `events`.',
    tags: ['chat'],
    access: 'chat:edit',
    limit: 'chat',
    audit: { action: 'chat.send', omit: ['content'] },
    bodyLimitBytes: 1024 * 1024,
    params: IdParams,
    body: SendMessage,
    responses: { 202: Accepted },
    problems: ['not_found'],
  }),
  streamMessage: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/stream',
    summary: 'Send a message and read its answer as one stream of events',
    tags: ['chat'],
    access: 'chat:edit',
    limit: 'chat',
    audit: { action: 'chat.send', omit: ['content'] },
    bodyLimitBytes: 1024 * 1024,
    params: IdParams,
    body: SendMessage,
    produces: 'text/event-stream',
    responses: { 200: TurnMessage },
    problems: ['not_found'],
  }),
  streamConversation: route({
    method: 'GET',
    path: '/admin/chat/sessions/:id/events',
    summary: 'What happens in this conversation; `Last-Event-ID` brings what was missed of the running turn',
    tags: ['chat'],
    access: 'chat:view',
    params: IdParams,
    query: z.object({ withAudio: z.enum(['true', 'false']).default('true') }),
    produces: 'text/event-stream',
    responses: { 200: ConversationMessage },
    problems: ['not_found'],
  }),
  stopTurn: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/stop',
    summary: 'Stop the answer that is being written; what was said is kept and marked',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.stop' },
    params: IdParams,
    body: z.strictObject({ turnId: Id.optional() }),
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  editMessage: route({
    method: 'PUT',
    path: '/admin/chat/sessions/:id/messages/:messageId',
    summary: 'Edit an own message: a new version beside the old one, with an answer of its own',
    tags: ['chat'],
    access: 'chat:edit',
    limit: 'chat',
    audit: { action: 'chat.edit', omit: ['content'] },
    bodyLimitBytes: 1024 * 1024,
    params: MessageParams,
    body: z.strictObject({ content, withVoice: z.boolean().default(false) }),
    responses: { 202: Accepted },
    problems: ['not_found', 'message_not_editable'],
  }),
  regenerateMessage: route({
    method: 'POST',
    path: '/admin/chat/sessions/:id/messages/:messageId/regenerate',
    summary: 'Answer again; the old answer stays as another version',
    tags: ['chat'],
    access: 'chat:edit',
    limit: 'chat',
    audit: { action: 'chat.regenerate' },
    params: MessageParams,
    body: z.strictObject({ withVoice: z.boolean().default(false) }),
    responses: { 202: Accepted },
    problems: ['not_found', 'message_not_editable'],
  }),
  deleteMessage: route({
    method: 'DELETE',
    path: '/admin/chat/sessions/:id/messages/:messageId',
    summary: 'Delete a message and everything after it',
    tags: ['chat'],
    access: 'chat:edit',
    audit: { action: 'chat.message-delete' },
    params: MessageParams,
    responses: { 200: ConversationDetail },
    problems: ['not_found', 'conversation_busy'],
  }),
}
