import type { TurnDeps } from '#server/conversation/turn-deps.ts'
import { businessPrompt } from '#server/features/business/business-prompt.ts'
import { createAnswerSlots } from '#server/features/conversations/answer-slots.ts'
import { createConversationsRoom } from '#server/features/conversations/create-conversations-room.ts'
import { createLeadsService } from '#server/features/leads/leads.service.ts'
import type { EnginesWing } from './create-engines-wing.ts'
import type { KnowledgeWing } from './create-knowledge-wing.ts'
import type { PeopleWing } from './create-people-wing.ts'
import type { Foundation } from './open-foundation.ts'

export type TalkWing = ReturnType<typeof createTalkWing>['rooms']

/** Conversations, their turns, and the messages that visitors leave. */
export function createTalkWing(foundation: Foundation, rooms: PeopleWing & KnowledgeWing & EnginesWing) {
  const { business, businessLanguage, faqAnswers, faqIndex, providers, voices } = rooms
  const leads = createLeadsService({ ...foundation, businessLanguage })
  const answerSlots = createAnswerSlots(foundation.laps)
  const turnDeps: TurnDeps = {
    answerSlots,
    faq: faqAnswers,
    models: providers,
    voice: voices.current,
    systemPrompt: (language) => businessPrompt(business, language),
  }
  const whenFaqLoaded = faqIndex.whenLoaded
  const conversations = createConversationsRoom({
    ...foundation,
    turnDeps,
    answerSlots,
    business,
    leads,
    whenFaqLoaded,
  })
  return { rooms: { ...conversations, leads, turnDeps, answerSlots, whenFaqLoaded }, close: conversations.closeTurns }
}
