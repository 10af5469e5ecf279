import { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'

export interface WireEvent {
  readonly id: string | null
  readonly data: ConversationMessage
}

/** The events of a stream, each checked against the contract. */
export function readEvents(response: Response) {
  if (!response.ok || !response.body) throw new Error(`No stream: ${response.status}`)
  // Locked at once: a body that nobody reads yet is cancelled when its response is collected as garbage.
  const events = parse(response.body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>)
  return {
    [Symbol.asyncIterator]: () => events,
    async all(): Promise<WireEvent[]> {
      const all: WireEvent[] = []
      for await (const event of events) all.push(event)
      return all
    },
    async until(isLast: (event: WireEvent) => boolean): Promise<void> {
      for await (const event of events) if (isLast(event)) return
      throw new Error('The stream ended before what was waited for')
    },
  }
}

async function* parse(chunks: AsyncIterable<string>): AsyncGenerator<WireEvent> {
  let rest = ''
  for await (const chunk of chunks) {
    rest += chunk
    for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
      const block = rest.slice(0, end)
      rest = rest.slice(end + 2)
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data !== undefined)
        yield { id: /^id: (.*)$/m.exec(block)?.[1] ?? null, data: ConversationMessage.parse(JSON.parse(data)) }
    }
  }
}
