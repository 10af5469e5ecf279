import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Password } from '@secretary/contracts/auth.contract'
import { readVariable } from '#server/config/load-config.ts'
import { CliError } from './cli-error.ts'

/** From `--password-env VAR`, from a pipe, or typed without being shown; never from an argument, which other users of the machine can read. */
export async function readPassword(envName: string | undefined): Promise<string> {
  const given = envName === undefined ? await readLine() : readVariable(envName)
  if (given === undefined) throw new CliError(`The variable ${envName} is not set`)
  const password = Password.safeParse(given)
  if (!password.success) throw new CliError('The password needs 8 to 256 characters')
  return password.data
}

async function readLine(): Promise<string> {
  const isTerminal = process.stdin.isTTY === true
  if (isTerminal) process.stderr.write('Password: ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: isTerminal })
  try {
    for await (const line of reader) return line
    return ''
  } finally {
    reader.close()
    if (isTerminal) process.stderr.write('\n')
  }
}
