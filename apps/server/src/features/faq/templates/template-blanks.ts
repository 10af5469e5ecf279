/** `{name}` or `{name:argument}`. The argument ends at the brace, so nothing nests and the scan is linear. */
const blankPattern = /\{([a-z_]{1,30})(?::([^{}\n]{1,200}))?\}/g

/** The blanks an answer may hold. Anything else in braces is plain text. */
export const blankNames = [
  'current_time',
  'current_date',
  'day_of_week',
  'phone',
  'address',
  'working_hours',
  'business_name',
  'price',
  'duration',
] as const
export type BlankName = (typeof blankNames)[number]

export interface Blank {
  readonly name: BlankName
  /** What stands after the colon, trimmed: the service. */
  readonly argument: string | null
  /** As written, braces included. */
  readonly source: string
}

/** The blanks of an answer in the order they stand. */
export function templateBlanks(text: string): Blank[] {
  if (!text.includes('{')) return []
  return [...text.matchAll(blankPattern)].flatMap(([source, name = '', argument]) => {
    const blank = toBlank(source, name, argument)
    return blank ? [blank] : []
  })
}

/** Replaces every blank once; what is put in is data and is not looked at again. */
export function replaceBlanks(text: string, fill: (blank: Blank) => string): string {
  if (!text.includes('{')) return text
  return text.replace(blankPattern, (source: string, name: string, argument: string | undefined) => {
    const blank = toBlank(source, name, argument)
    return blank ? fill(blank) : source
  })
}

function toBlank(source: string, name: string, argument: string | undefined): Blank | null {
  const known = blankNames.find((candidate) => candidate === name)
  const takesArgument = known === 'price' || known === 'duration'
  if (!known || takesArgument !== (argument !== undefined)) return null
  return { name: known, argument: argument?.trim() ?? null, source }
}
