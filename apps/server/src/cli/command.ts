import type { ParseArgsOptionsConfig } from 'node:util'
import type { Container } from '#server/container.ts'
import type { Output } from './output.ts'

export interface CommandInput {
  /** Words after the command's own. */
  readonly words: readonly string[]
  option(name: string): string | undefined
  flag(name: string): boolean
  readonly output: Output
  /** Opens and migrates the database on first use: a command that needs none works without it. */
  container(): Promise<Container>
  /** Writes the audit row of a command that changed something. */
  audit(action: string, resourceId: string | null, changes: unknown): Promise<void>
}

export interface Command {
  /** As typed: `user create`. */
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly options?: ParseArgsOptionsConfig
  /** Returns the exit code; 0 where it returns nothing. */
  run(input: CommandInput): Promise<number | undefined>
}
