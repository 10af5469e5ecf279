import type { StoredConversation } from './conversations.repository.ts'
import type { StoredMessage } from './messages.repository.ts'

const names = { user: '**→**', assistant: '**←**' }

/** The active branch to read. */
export function exportMarkdown(conversation: StoredConversation, path: readonly StoredMessage[]): string {
  const messages = path.map(
    ({ role, content, createdAt }) => `${names[role]} _${createdAt.slice(0, 16).replace('T', ' ')}_\n\n${content}\n`,
  )
  return [`# ${conversation.title.replaceAll('\n', ' ')}\n`, ...messages].join('\n')
}

/** Everything, in every branch, for programs. */
export function exportJson(
  { id, title, source, createdAt }: StoredConversation,
  messages: readonly StoredMessage[],
): string {
  const kept = messages.map(({ conversationId: _, ...message }) => message)
  return `${JSON.stringify({ id, title, source, createdAt, messages: kept }, null, 2)}\n`
}

/** `attachment` with a name every client understands, and the real one for those that read RFC 5987. */
export function contentDisposition(title: string, extension: string): string {
  const name = `${
    title
      .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
      .trim()
      .slice(0, 60)
      .toWellFormed()
      .replaceAll('\ufffd', '') || 'conversation'
  }.${extension}`
  return `attachment; filename="conversation.${extension}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
