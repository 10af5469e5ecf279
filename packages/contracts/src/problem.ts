import * as z from 'zod'
import { errorCodes } from './error-codes.ts'

/** One place in the input that is wrong. `path` is the JSON path, e.g. `services[2].name`. */
export const ProblemIssue = z
  .object({ path: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'ProblemIssue' })

/** `application/problem+json` (RFC 9457) with our code, the request id and what is wrong where. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(errorCodes),
    detail: z.string().optional(),
    requestId: z.string(),
    /** Whole seconds, only where trying again later helps. */
    retryAfterSeconds: z.number().int().optional(),
    errors: z.array(ProblemIssue).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
