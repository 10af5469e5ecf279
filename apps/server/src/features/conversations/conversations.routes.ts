import { chatContract } from '@secretary/contracts/chat.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { ConversationsService } from './conversations.service.ts'
import { contentDisposition, exportJson, exportMarkdown } from './export-conversation.ts'

export function registerConversationRoutes(
  mount: Mount,
  { conversations }: { conversations: ConversationsService },
): void {
  mount(chatContract, {
    listConversations: ({ actor, query, signal }) => conversations.list(actor, query, signal),
    createConversation: ({ actor, body }) => conversations.create(actor, body),
    getConversation: ({ actor, params, query }) => conversations.detail(actor, params.id, query.before),
    updateConversation: ({ actor, params, body }) => conversations.update(actor, params.id, body),
    async deleteConversation({ actor, params }) {
      await conversations.delete(actor, params.id)
      return {}
    },
    clearTestConversations: ({ actor }) => conversations.clearTests(actor.userId),
    restoreTestConversations: ({ actor, body }) => conversations.restoreTests(actor.userId, body.clearedAt),
    restoreConversation: ({ actor, params }) => conversations.restore(actor, params.id),
    async exportConversation({ actor, params, query, reply, signal }) {
      const { conversation, messages, activePath } = await conversations.messages(actor, params.id)
      reply.header('content-disposition', contentDisposition(conversation.title, query.format))
      reply.type(query.format === 'md' ? 'text/markdown; charset=utf-8' : 'application/json; charset=utf-8')
      return query.format === 'md'
        ? exportMarkdown(conversation, activePath, { signal })
        : exportJson(conversation, messages, { signal })
    },
    listBranches: async ({ actor, params }) => ({
      items: await conversations.branches(actor, params.id),
      nextCursor: null,
    }),
    switchBranch: ({ actor, params, body }) => conversations.switchBranch(actor, params.id, body.messageId),
  })
}
