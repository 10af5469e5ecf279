import { legacyApiContract } from '@secretary/contracts/legacy-api.contract'
import type { AcceptMessageService } from '#server/features/conversations/accept-message.service.ts'
import type { ConversationsService } from '#server/features/conversations/conversations.service.ts'
import type { TurnBroadcast } from '#server/features/conversations/turn-broadcast.ts'
import type { TurnRunner } from '#server/features/conversations/turn-runner.ts'
import type { VoicesService } from '#server/features/voices/voices.service.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { createLegacyChatService } from './legacy-chat.service.ts'

interface LegacyApiDeps {
  conversations: ConversationsService
  acceptMessage: AcceptMessageService
  turnRunner: TurnRunner
  turnBroadcast: TurnBroadcast
  voices: VoicesService
}

export function registerLegacyApiRoutes(mount: Mount, deps: LegacyApiDeps): void {
  const { conversations, voices } = deps
  const chat = createLegacyChatService(deps)
  mount(legacyApiContract, {
    async legacyChat({ actor, body, signal, audit }) {
      const { text, conversationId } = await chat.ask(
        actor,
        { text: body.text, conversationId: body.session_id ?? null },
        { signal },
      )
      audit({ resourceId: conversationId })
      return { response: text, session_id: conversationId }
    },
    async legacyResetConversation({ actor, body, audit }) {
      await conversations.restart(actor, body.session_id)
      audit({ resourceId: body.session_id })
      return { status: 'ok' as const, session_id: body.session_id }
    },
    legacySpeech: ({ body, signal }) => voices.sample({ ...body, speed: voices.settings().speed }, signal),
  })
}
