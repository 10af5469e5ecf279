import type { Suggestion } from '@secretary/contracts/realtime/turn.messages'
import type { TokenCount } from '#server/features/usage/usage.service.ts'

/** An answer of the secretary as an OpenAI client can take it: text in pieces, then one end. Failure is thrown. */
export type TurnEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'end'; readonly finishReason: 'stop' | 'length'; readonly usage: TokenCount }

export interface TurnAnswer {
  /** Set where the conversation is kept. */
  readonly conversationId: string | null
  readonly events: AsyncIterable<TurnEvent>
}

/** These clients have no buttons: near questions are lines to choose from. */
export function suggestionLines(items: readonly Suggestion[]): string {
  return items.map(({ question }) => `\n- ${question}`).join('')
}
