import * as z from 'zod'

/** Text that a person typed: no NUL, no lone surrogate, so that every database and every client can hold it. */
export function text(maxLength: number, tooLong?: string) {
  return z
    .string()
    .max(maxLength, tooLong)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      error: 'Contains characters that cannot be stored',
    })
}

/** As `text`, trimmed and not empty. */
export function requiredText(maxLength: number) {
  return text(maxLength).trim().min(1)
}

/** Time-ordered UUID. Any other text in its place answers 404, never 400: a foreign id and a wrong id look alike. */
export const Id = text(64).min(1)
export const IdParams = z.object({ id: Id })

/** UTC, ISO 8601 with milliseconds and `Z`. */
export const Timestamp = z.string()

export const languages = ['ru', 'en'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

export const Empty = z.strictObject({}).meta({ id: 'Empty' })
