import { hash, randomBytes } from 'node:crypto'
import type { ErrorCode } from '@secretary/contracts/error-codes'
import { AppError } from './app-error.ts'

/** 256 bits: nobody guesses one, so a plain hash is enough. */
const TOKEN_BYTES = 32

export interface OneTimeToken {
  /** For whoever is let in by it; kept nowhere. */
  readonly token: string
  readonly tokenHash: string
}

/** A secret in a link that makes an account, once. */
export function createOneTimeToken(): OneTimeToken {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return { token, tokenHash: hashOneTimeToken(token) }
}

export function hashOneTimeToken(token: string): string {
  return hash('sha256', token)
}

/**
 * Uses a token up by an update that touches its row only while it is open: one statement decides who comes first, so that two
 * browsers with the same link make one account.
 * @throws AppError of this code for everybody else
 */
export async function claimOneTimeToken(
  claim: { executeTakeFirst(): Promise<{ readonly numUpdatedRows: bigint }> },
  refusal: ErrorCode,
): Promise<void> {
  const { numUpdatedRows } = await claim.executeTakeFirst()
  if (Number(numUpdatedRows) !== 1) throw new AppError(refusal)
}
