import { createAskedQuestionsService } from '#server/features/conversations/asked-questions.service.ts'
import { createFaqRoom } from '#server/features/faq/create-faq-room.ts'
import type { PeopleWing } from './create-people-wing.ts'
import type { Foundation } from './open-foundation.ts'

export type KnowledgeWing = ReturnType<typeof createKnowledgeWing>['rooms']

/** What the secretary knows by itself. */
export function createKnowledgeWing(foundation: Foundation, { business }: Pick<PeopleWing, 'business'>) {
  const askedQuestions = createAskedQuestionsService({ db: foundation.readDb })
  const faqRoom = createFaqRoom({ ...foundation, business, askedQuestions })
  return { rooms: { ...faqRoom, askedQuestions }, close: faqRoom.closeFaq }
}
