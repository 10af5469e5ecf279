import * as z from 'zod'

/** How OpenAI's clients expect a refusal; the answer to every failed call of a route with `errors: 'openai'`. */
export const OpenAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      /** The field that is wrong, as a JSON path. */
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  })
  .meta({ id: 'OpenAiError' })
export type OpenAiError = z.infer<typeof OpenAiError>
