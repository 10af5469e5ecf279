/** What a format needs is not installed on this machine. */
export class EncoderMissing extends Error {
  /** The program or package. */
  readonly needs: string

  constructor(needs: string, options?: ErrorOptions) {
    super(`${needs} is not installed`, options)
    this.needs = needs
  }
}
