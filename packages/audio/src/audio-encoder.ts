/** Turns sound of one sample rate (16 bit, mono) into the bytes of a file format, piece by piece. */
export interface AudioEncoder {
  /** Takes the next samples and gives the bytes that are ready: all of a page or frame, often none. */
  encode(samples: Int16Array): Uint8Array
  /** The rest of the file. Nothing may follow. */
  finish(): Uint8Array
  /** Frees what it holds, finished or not. */
  close(): void
}
