import * as z from 'zod'
import { BackupStatus } from './backup.contract.ts'
import { route } from './route.ts'
import { Timestamp } from './scalars.ts'

/** Who answered. `none`: nobody knew, and the visitor was offered near questions or to leave a message. */
const Answers = z.object({ faq: z.number().int(), model: z.number().int(), none: z.number().int() })

export const DayFigures = z
  .object({
    /** `YYYY-MM-DD` in the time zone of the business. */
    date: z.string(),
    conversations: z.number().int(),
    answers: Answers,
    /** Milliseconds from the question to the first text of the answer; null on a day without answers. */
    firstTextMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  })
  .meta({ id: 'DayFigures' })
export type DayFigures = z.infer<typeof DayFigures>

/** `off`: switched off or not set up. `failing`: it worked before and does not now. `unknown`: nobody has asked it yet. */
export const PartState = z.enum(['working', 'failing', 'off', 'unknown'])

const Part = z.object({
  state: PartState,
  /** What it is, e.g. the name of the model. */
  name: z.string().nullable(),
  failingSince: Timestamp.nullable(),
})

export const nextSteps = ['hours', 'services', 'questions', 'unanswered', 'model', 'voice', 'try', 'invite'] as const

export const Dashboard = z
  .object({
    /** `working`: everything that is switched on works. `limited`: it answers, with something missing. `stopped`: messages can't be stored. */
    status: z.enum(['working', 'limited', 'stopped']),
    parts: z.object({ database: Part, model: Part, voice: Part }),
    /** Whether everything would come back after an accident; why not stands in the settings. */
    backup: BackupStatus.pick({ state: true, lastSuccessAt: true }),
    timeZone: z.string(),
    /** Oldest first; the last one is today. Talks of the panel are tests and are not counted. */
    days: z.array(DayFigures),
    leads: z.object({ new: z.number().int(), open: z.number().int() }),
    /** What would help most now, best first; empty when nothing is left to do. */
    nextSteps: z.array(z.enum(nextSteps)),
  })
  .meta({ id: 'Dashboard' })
export type Dashboard = z.infer<typeof Dashboard>

export const dashboardContract = {
  getDashboard: route({
    method: 'GET',
    path: '/admin/dashboard',
    summary: 'Whether the secretary works, and what it did',
    tags: ['system'],
    access: 'dashboard:view',
    query: z.object({ days: z.coerce.number().int().min(1).max(92).default(30) }),
    responses: { 200: Dashboard },
  }),
}
