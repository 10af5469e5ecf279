import { randomBytes } from 'node:crypto'
import { ServiceInput } from '@secretary/contracts/business.contract'
import type { Container } from '#server/container.ts'
import { secretaryTexts } from '#server/conversation/secretary-texts.ts'
import { createConversationsRepository } from '#server/features/conversations/conversations.repository.ts'
import type { TurnTrace } from '#server/features/conversations/messages.repository.ts'
import { type AcceptedMessage, createTurnsRepository } from '#server/features/conversations/turns.repository.ts'
import { normalizeQuestion } from '#server/features/faq/matching/normalize-question.ts'
import { createLeadsRepository } from '#server/features/leads/leads.repository.ts'
import { createDemoRandom, type DemoRandom } from './demo-random.ts'
import { type PlannedConversation, type PlannedTurn, planMonth } from './plan-month.ts'

const TIME_ZONE = 'Europe/Moscow'
const ANSWER_AFTER_MS = 1_500
const CALLED_BACK_AFTER_MS = 20 * 60_000
const TITLE_CHARACTERS = 50
const week = [{ opensAt: '09:00', closesAt: '20:00' }]
const saturday = [{ opensAt: '10:00', closesAt: '16:00' }]
const services = [
  ['Консультация', 100_000, 30],
  ['Чистка зубов', 550_000, 60],
  ['Лечение кариеса', 650_000, 60],
  ['Удаление зуба', 400_000, 40],
  ['Отбеливание', 1_500_000, 90],
  ['Осмотр ребёнка', 80_000, 20],
] as const
const model = { providerId: 'demo', providerName: 'Модель из примера', modelId: 'demo' }

/**
 * Fills an empty installation with a dental office and a month of its conversations. Questions of the FAQ are answered by the FAQ that
 * is there; what a model says is written beforehand. Nobody's password is known: the way in is the button on the log-in page.
 */
export async function seedDemo(container: Container): Promise<void> {
  const { business, users, setup, starterPacks, config } = container
  await business.updateProfile({
    name: 'Стоматология «Белая линия»',
    description: 'Стоматология для взрослых и детей у метро. Пример: такой клиники нет.',
    address: 'Москва, ул. Примерная, 5',
    phone: '+7 900 000-00-00',
    timeZone: TIME_ZONE,
    language: 'ru',
  })
  await business.saveHours({
    weekly: { 1: week, 2: week, 3: week, 4: week, 5: week, 6: saturday, 7: [] },
    exceptions: [],
  })
  for (const [name, priceMinor, durationMinutes] of services)
    await business.createService(ServiceInput.parse({ name, priceMinor, durationMinutes }))
  await starterPacks.apply('dental', { language: 'ru', withServices: false })
  // On this machine a visitor may try everything; from elsewhere he gets what an operator may do.
  const role = isLoopbackHost(config.host) && config.publicUrl === null ? 'admin' : 'user'
  const password = () => randomBytes(24).toString('base64url')
  const owner = await users.create({ name: 'Демо', password: password(), role, language: 'ru' })
  await users.create({ name: 'Гость', password: password(), role: 'guest', language: 'ru' })
  await setup.saveProgress({ currentStep: 'done', skippedSteps: [] })
  const random = createDemoRandom(7)
  for (const conversation of planMonth(container.clock.now(), TIME_ZONE))
    await storeConversation(container, { conversation, ownerId: owner.id, random })
}

const isLoopbackHost = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

interface Stored {
  readonly conversation: PlannedConversation
  readonly ownerId: string
  readonly random: DemoRandom
}

async function storeConversation(container: Container, { conversation, ownerId, random }: Stored): Promise<void> {
  const startsAt = conversation.startsAt.toISOString()
  const id = idAt(conversation.startsAt, random)
  await createConversationsRepository(container.db).insert({
    id,
    ownerId,
    title: '',
    source: conversation.source,
    sourceId: null,
    isPinned: false,
    hasLead: false,
    language: 'ru',
    preview: '',
    messageCount: 0,
    activeMessageId: null,
    expects: null,
    createdAt: startsAt,
    updatedAt: startsAt,
  })
  let at = conversation.startsAt
  let parentId: string | null = null
  for (const turn of conversation.turns) {
    parentId = await storeTurn(container, { conversation, turn, conversationId: id, parentId, at, random })
    at = new Date(at.getTime() + random.between(20, 90) * 1_000)
  }
}

interface StoredTurn {
  readonly conversation: PlannedConversation
  readonly turn: PlannedTurn
  readonly conversationId: string
  readonly parentId: string | null
  readonly at: Date
  readonly random: DemoRandom
}

/** Returns the id of the answer, which the next question follows. */
async function storeTurn(container: Container, stored: StoredTurn): Promise<string> {
  const { conversation, turn, conversationId, parentId, at, random } = stored
  const turns = createTurnsRepository(container.db)
  const finishedAt = new Date(at.getTime() + ANSWER_AFTER_MS)
  const accepted: AcceptedMessage = {
    id: idAt(at, random),
    conversationId,
    userMessageId: idAt(at, random),
    assistantMessageId: idAt(finishedAt, random),
    withVoice: false,
    createdAt: at.toISOString(),
    content: turn.question,
    parentId,
    clientMessageId: null,
    isEdited: false,
    questionKey: normalizeQuestion(turn.question),
    title: turn.question.slice(0, TITLE_CHARACTERS),
    language: 'ru',
  }
  const answered = answer(container, turn, conversation, random)
  await container.writer.commit([
    ...turns.acceptUnit(accepted, { owner: 'demo', until: accepted.createdAt }),
    ...turns.finishUnit({
      ...accepted,
      ...answered,
      state: 'complete',
      expects: null,
      finishedAt: finishedAt.toISOString(),
    }),
  ])
  if (turn.kind === 'contact' && conversation.lead) {
    await storeLead(container, conversation.lead, accepted)
  }
  if (answered.trace.answer?.source === 'faq') container.faqAnswers.recordHit(answered.trace.answer.faq?.entryId ?? '')
  return accepted.assistantMessageId
}

async function storeLead(
  { db }: Container,
  lead: NonNullable<PlannedConversation['lead']>,
  { userMessageId: id, conversationId, createdAt }: AcceptedMessage,
): Promise<void> {
  const leads = createLeadsRepository(db)
  const { name, contact, message, isDone } = lead
  await leads.insert({ id, conversationId, name, contact, message, createdAt })
  if (!isDone) return
  const doneAt = new Date(Date.parse(createdAt) + CALLED_BACK_AFTER_MS).toISOString()
  await leads.setStatus(id, { status: 'done', readAt: doneAt, doneAt })
}

function answer({ faqAnswers }: Container, turn: PlannedTurn, { lead }: PlannedConversation, random: DemoRandom) {
  const texts = secretaryTexts.ru
  const found = faqAnswers.answer(turn.question, { language: 'ru', scopeId: null })
  const faq = {
    entryId: found.entryId,
    question: found.question,
    kind: found.kind,
    score: found.score,
    elapsedMs: found.elapsedMs,
    candidates: [...found.candidates],
  }
  const traceOf = (
    source: NonNullable<TurnTrace['answer']>['source'],
    firstTextMs: number,
    totalMs: number,
  ): TurnTrace => ({
    answer: { source, faq, model: source === 'model' ? model : null },
    suggestions: [],
    timings: {
      queueMs: 0,
      faqMs: found.elapsedMs,
      modelFirstTokenMs: source === 'model' ? firstTextMs : null,
      firstTextMs,
      firstAudioMs: null,
      totalMs,
    },
  })
  if (turn.kind === 'contact')
    return { content: texts.taken(lead?.name ?? null), trace: traceOf('message-taking', 2, 4), usage: [] }
  if (turn.answer !== null) {
    const firstTextMs = random.between(280, 900)
    const tokens = {
      inputTokens: random.between(420, 900),
      outputTokens: Math.ceil(turn.answer.length / 3),
      isEstimated: true,
    }
    const usage = [{ kind: 'llm' as const, providerId: model.providerId, modelId: model.modelId, tokens }]
    return {
      content: turn.answer,
      trace: traceOf('model', firstTextMs, firstTextMs + random.between(600, 2_400)),
      usage,
    }
  }
  if (found.text !== null && found.outcome === 'hit')
    return { content: found.text, trace: traceOf('faq', 1, 3), usage: [] }
  return { content: texts.unknown, trace: traceOf('fallback', 2, 4), usage: [] }
}

/** A time-ordered UUID (version 7, RFC 9562) of a moment that has been. */
function idAt(at: Date, random: DemoRandom): string {
  const digits = (count: number) => Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('')
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-${random.pick(['8', '9', 'a', 'b'])}${digits(3)}-${digits(12)}`
}
