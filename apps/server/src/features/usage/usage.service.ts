import type { Executor } from '#server/db/database.ts'

export interface TokenCount {
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface UsageService {
  /** What the models of a finished turn used; nothing where none was asked. */
  tokensOfTurn(turnId: string): Promise<TokenCount>
}

export function createUsageService({ db }: { db: Executor }): UsageService {
  return {
    async tokensOfTurn(turnId) {
      const rows = await db
        .selectFrom('usage')
        .select(['input_tokens', 'output_tokens'])
        .where('turn_id', '=', turnId)
        .where('kind', '=', 'llm')
        .execute()
      return {
        inputTokens: rows.reduce((sum, row) => sum + (row.input_tokens ?? 0), 0),
        outputTokens: rows.reduce((sum, row) => sum + (row.output_tokens ?? 0), 0),
      }
    },
  }
}
