import { parseArgs } from 'node:util'
import { loadConfig } from '#server/config/load-config.ts'
import { startErrorMessage } from '#server/config/start-error.ts'
import { type Container, createContainer } from '#server/container.ts'
import { CopyError } from '#server/db/copies/copy-error.ts'
import { problemTable } from '#server/http/problem-handler.ts'
import { systemActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { createLogger } from '#server/platform/logger.ts'
import { CliError } from './cli-error.ts'
import type { Command, CommandInput } from './command.ts'
import { commands } from './commands.ts'
import { createOutput, type Output } from './output.ts'

/** 0: done. 1: it went wrong. 2: typed wrong, or no such thing. */
export async function runCli(typed: readonly string[]): Promise<number> {
  const isJson = typed.includes('--json')
  // Also before the command, where many programs take their general options.
  const words = typed[0] === '--json' ? typed.slice(1) : typed
  const output = createOutput({ isJson })
  const command = findCommand(words)
  if (!command || words.includes('--help')) {
    output.note(usage(command))
    return command || words.length === 0 || words.includes('--help') ? 0 : 2
  }
  let opened: Promise<Container> | null = null
  const container = () => (opened ??= openContainer())
  try {
    return (await command.run(inputOf(command, words, output, container))) ?? 0
  } catch (error) {
    return explain(error, output)
  } finally {
    if (opened) await (opened as Promise<Container>).then((open) => open.close()).catch(() => {}) // It never opened: that was the error above.
  }
}

/** The same container as the server's, without a port: everything the CLI does goes through the same services. */
function openContainer(): Promise<Container> {
  return createContainer({ config: loadConfig(), logger: createLogger({ level: 'error', destination: 'stderr' }) })
}

function findCommand(words: readonly string[]): Command | undefined {
  const [first = '', second = ''] = words
  return commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first)
}

function inputOf(
  command: Command,
  words: readonly string[],
  output: Output,
  container: () => Promise<Container>,
): CommandInput {
  const { values, positionals } = parse(command, words.slice(command.name.split(' ').length))
  return {
    words: positionals,
    option: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
    output,
    container,
    async audit(action, resourceId, changes) {
      await (await container()).audit.write({ actor: systemActor, address: null, action, resourceId, changes })
    },
  }
}

function parse(command: Command, rest: readonly string[]): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({
      args: [...rest],
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\nUsage: ${command.usage}`)
  }
}

function explain(error: unknown, output: Output): number {
  if (error instanceof CliError) {
    output.note(error.message)
    return 2
  }
  if (error instanceof AppError) {
    const issues = error.details.issues?.map(({ path, message }) => `  ${path}: ${message}`) ?? []
    const [, title] = problemTable[error.code]
    const { detail } = error.details
    output.note([detail ? `${title}: ${detail}` : title, ...issues].join('\n'))
    return error.code === 'not_found' ? 2 : 1
  }
  const message = error instanceof CopyError ? error.message : startErrorMessage(error)
  output.note(message ?? fileErrorMessage(error) ?? stackOf(error))
  return 1
}

/** A file that can't be read or written: what the system says names it, and no stack helps. */
function fileErrorMessage(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'path' in error ? `Error: ${error.message}` : null
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function usage(command: Command | undefined): string {
  if (command) return `${command.summary}\nUsage: npm run --silent cli -- ${command.usage}`
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Usage: npm run --silent cli -- COMMAND [--json]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'COMMAND --help shows how one is used.',
  ].join('\n')
}
