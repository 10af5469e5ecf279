import { createByteCollector } from '#server/platform/tables/byte-collector.ts'
import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import type { StoredConversation } from './conversations.repository.ts'
import type { StoredMessage } from './messages.repository.ts'

const names = { user: '**→**', assistant: '**←**' }

interface ExportOptions {
  readonly signal: AbortSignal
}

/** The active branch to read. */
export function exportMarkdown(
  conversation: Pick<StoredConversation, 'title'>,
  path: readonly Pick<StoredMessage, 'role' | 'content' | 'createdAt'>[],
  options: ExportOptions,
): Promise<Uint8Array> {
  function* parts() {
    yield `# ${conversation.title.replaceAll('\n', ' ')}\n`
    for (const { role, content, createdAt } of path)
      yield `\n${names[role]} _${createdAt.slice(0, 16).replace('T', ' ')}_\n\n${content}\n`
  }
  return gather(parts(), options)
}

/** Everything, in every branch, for programs. */
export function exportJson(
  { id, title, source, createdAt }: Pick<StoredConversation, 'id' | 'title' | 'source' | 'createdAt'>,
  messages: readonly StoredMessage[],
  options: ExportOptions,
): Promise<Uint8Array> {
  function* parts() {
    yield `${JSON.stringify({ id, title, source, createdAt }, null, 2).slice(0, -2)},\n  "messages": [`
    let separator = '\n'
    for (const { conversationId: _, ...message } of messages) {
      yield `${separator}    ${JSON.stringify(message, null, 2).replaceAll('\n', '\n    ')}`
      separator = ',\n'
    }
    yield messages.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
  }
  return gather(parts(), options)
}

/** Others have their turn in between: it may be thousands of messages. */
async function gather(parts: Iterable<string>, { signal }: ExportOptions): Promise<Uint8Array> {
  const file = createByteCollector(createTimeSlice(signal))
  for (const part of parts) {
    const pause = file.add(part)
    if (pause !== undefined) await pause
  }
  return file.finish()
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
