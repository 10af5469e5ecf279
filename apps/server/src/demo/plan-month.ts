import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { addDays, isoWeekday, localDate, localMinutes } from '#server/features/business/calendar/local-date.ts'
import { createDemoRandom, type DemoRandom } from './demo-random.ts'

const Dialogues = z.object({
  names: z.array(z.string()),
  known: z.array(z.string()),
  model: z.array(z.tuple([z.string(), z.string()])),
  unknown: z.array(z.string()),
  messages: z.array(z.string()),
})

export interface PlannedTurn {
  readonly kind: 'known' | 'model' | 'unknown' | 'contact'
  readonly question: string
  /** What a model said; null where the secretary answers by itself. */
  readonly answer: string | null
}

export interface PlannedConversation {
  readonly startsAt: Date
  readonly source: 'widget' | 'telegram'
  readonly turns: readonly PlannedTurn[]
  /** Who left a contact, if anybody did. */
  readonly lead: {
    readonly name: string
    readonly contact: string
    readonly message: string
    /** The office has called back. */
    readonly isDone: boolean
  } | null
}

const SEED = 20_261_125
const DAYS = 30
const MINUTE_MS = 60_000
/** So many messages wait for the owner; the office works, and has seen to the others. */
const WAITING_LEADS = 3

/** What visitors of a dental office ask in a month that ends now: fewer on Sundays, most by day, some at night. */
export function planMonth(now: Date, timeZone: string): PlannedConversation[] {
  const dialogues = Dialogues.parse(JSON.parse(readFileSync(new URL('./dialogues.data.json', import.meta.url), 'utf8')))
  const random = createDemoRandom(SEED)
  const today = localDate(now, timeZone)
  const sinceMidnight = localMinutes(now, timeZone)
  const planned: PlannedConversation[] = []
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
    const isSunday = isoWeekday(addDays(today, -daysAgo)) === 7
    const count = random.between(isSunday ? 1 : 4, isSunday ? 3 : 9)
    for (let index = 0; index < count; index++) {
      const minutes = random.next() < 0.8 ? random.between(8 * 60, 20 * 60) : random.between(0, 24 * 60 - 1)
      const startsAt = new Date(now.getTime() - (daysAgo * 1440 + sinceMidnight - minutes) * MINUTE_MS)
      const conversation = {
        startsAt,
        source: random.next() < 0.65 ? 'widget' : 'telegram',
        ...dialogue(dialogues, random),
      } as const
      // Of today only what has been by now.
      if (startsAt.getTime() < now.getTime() - 30 * MINUTE_MS) planned.push(conversation)
    }
  }
  return withLeadsDone(planned.sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime()))
}

function withLeadsDone(planned: readonly PlannedConversation[]): PlannedConversation[] {
  const left = planned.flatMap(({ lead }) => lead ?? [])
  const waiting = new Set(left.slice(-WAITING_LEADS))
  return planned.map((conversation) => {
    const { lead } = conversation
    return lead ? { ...conversation, lead: { ...lead, isDone: !waiting.has(lead) } } : conversation
  })
}

function dialogue(
  dialogues: z.infer<typeof Dialogues>,
  random: DemoRandom,
): Pick<PlannedConversation, 'turns' | 'lead'> {
  const turns: PlannedTurn[] = []
  // Nobody asks the same thing twice in one conversation.
  const isNew = (question: string) => turns.every((turn) => turn.question !== question)
  for (let left = random.between(1, 3); left > 0; left--) {
    const share = random.next()
    if (share < 0.62) turns.push({ kind: 'known', question: random.pick(dialogues.known.filter(isNew)), answer: null })
    else if (share < 0.86) {
      const [question, answer] = random.pick(dialogues.model.filter(([asked]) => isNew(asked)))
      turns.push({ kind: 'model', question, answer })
    } else turns.push({ kind: 'unknown', question: random.pick(dialogues.unknown.filter(isNew)), answer: null })
  }
  const isLeft = turns.at(-1)?.kind === 'unknown' && random.next() < 0.6
  if (!isLeft) return { turns, lead: null }
  const name = random.pick(dialogues.names)
  // 000 is given to nobody: a demonstration must not ring at somebody's.
  const contact = `+7 900 000-${String(random.between(10, 99))}-${String(random.between(10, 99))}`
  const message = random.pick(dialogues.messages)
  return {
    turns: [...turns, { kind: 'contact', question: `${name}, ${contact}, ${message}`, answer: null }],
    lead: { name, contact, message, isDone: false },
  }
}
