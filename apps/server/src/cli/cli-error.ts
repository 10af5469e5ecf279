/** The command was typed wrong, or what it names does not exist: one line on stderr, exit code 2. */
export class CliError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CliError'
  }
}
