import * as z from 'zod'
import { errorCodes } from '../error-codes.ts'
import { FaqCandidate, FaqMatchKind } from '../faq.contract.ts'
import { Id } from '../scalars.ts'

export const answerSources = ['faq', 'model', 'suggestions', 'fallback', 'message-taking'] as const

/** Where an answer came from; stored with it and shown under it. */
export const AnswerSource = z
  .object({
    /**
     * `faq`: answered from the FAQ. `model`: written by the language model. `suggestions`: buttons of near questions.
     * `fallback`: nothing known, said so and offered to take a message. `message-taking`: the visitor is leaving his name and contact.
     */
    source: z.enum(answerSources),
    faq: z
      .object({
        entryId: Id.nullable(),
        question: z.string().nullable(),
        kind: FaqMatchKind.nullable(),
        score: z.number(),
        elapsedMs: z.number(),
        candidates: z.array(FaqCandidate.pick({ entryId: true, question: true, score: true })),
      })
      .nullable(),
    model: z.object({ providerId: z.string(), providerName: z.string(), modelId: z.string() }).nullable(),
  })
  .meta({ id: 'AnswerSource' })
export type AnswerSource = z.infer<typeof AnswerSource>

export const Suggestion = z.object({ entryId: Id, question: z.string() }).meta({ id: 'Suggestion' })
export type Suggestion = z.infer<typeof Suggestion>

export const noticeCodes = [
  'voice-unavailable',
  'model-failed',
  'model-missing',
  'context-trimmed',
  'message-taken',
  'interrupted',
] as const
export const NoticeCode = z.enum(noticeCodes)
export type NoticeCode = z.infer<typeof NoticeCode>

/** How long each stage took, in milliseconds from the start of the turn; null where the stage did not run. */
export const StageTimings = z
  .object({
    queueMs: z.number(),
    faqMs: z.number().nullable(),
    modelFirstTokenMs: z.number().nullable(),
    firstTextMs: z.number().nullable(),
    firstAudioMs: z.number().nullable(),
    totalMs: z.number(),
  })
  .meta({ id: 'StageTimings' })
export type StageTimings = z.infer<typeof StageTimings>

export const finishReasons = ['stop', 'length', 'cancelled', 'interrupted'] as const

const inTurn = { turnId: Id }

/** What a client of a conversation is sent; every part of one turn carries its id. The order within a turn is as listed. */
export const TurnMessage = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('turn-start'), ...inTurn, userMessageId: Id, assistantMessageId: Id }),
    z.object({ type: z.literal('answer-source'), ...inTurn, answer: AnswerSource }),
    z.object({ type: z.literal('text-delta'), ...inTurn, text: z.string() }),
    z.object({ type: z.literal('suggestions'), ...inTurn, items: z.array(Suggestion) }),
    z.object({
      type: z.literal('speech-start'),
      ...inTurn,
      clauseIndex: z.number().int(),
      text: z.string(),
      sampleRateHz: z.number().int(),
    }),
    /** 16-bit little-endian mono PCM in base64, at most 200 ms. */
    z.object({
      type: z.literal('speech-frame'),
      ...inTurn,
      clauseIndex: z.number().int(),
      sampleRateHz: z.number().int(),
      audio: z.string(),
    }),
    z.object({ type: z.literal('speech-end'), ...inTurn, clauseIndex: z.number().int(), durationMs: z.number() }),
    z.object({ type: z.literal('notice'), ...inTurn, code: NoticeCode }),
    z.object({ type: z.literal('finish'), ...inTurn, finishReason: z.enum(finishReasons), timings: StageTimings }),
    z.object({ type: z.literal('error'), ...inTurn, code: z.enum(errorCodes) }),
  ])
  .meta({ id: 'TurnMessage' })
export type TurnMessage = z.infer<typeof TurnMessage>

/** Beside the parts of turns: a message was stored, or the tree changed (edit, switch, delete, rename). */
export const ConversationMessage = z
  .union([
    TurnMessage,
    z.discriminatedUnion('type', [
      z.object({
        type: z.literal('message-accepted'),
        turnId: Id,
        messageId: Id,
        content: z.string(),
        isQueued: z.boolean(),
      }),
      z.object({ type: z.literal('conversation-changed'), conversationId: Id }),
    ]),
  ])
  .meta({ id: 'ConversationMessage' })
export type ConversationMessage = z.infer<typeof ConversationMessage>
