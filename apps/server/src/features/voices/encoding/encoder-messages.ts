/** What OpenAI's voices speak at; every format has it. */
export const ENCODED_RATE_HZ = 24_000

/** Formats that are made in the thread. */
export type ThreadFormat = 'mp3' | 'opus' | 'flac' | 'wav' | 'pcm'

/** Sound that has to go in until something comes out: a packet, a block, what LAME looks ahead; and half the filter between the rates. */
export const firstPieceMs: Record<ThreadFormat, number> = { pcm: 20, wav: 20, opus: 22, mp3: 36, flac: 45 }

/** Every message but `close` is answered by one of the others, in order. */
export type ToEncoder =
  | { readonly type: 'open'; readonly id: number; readonly format: ThreadFormat }
  | { readonly type: 'samples'; readonly id: number; readonly samples: Int16Array; readonly sampleRateHz: number }
  | { readonly type: 'finish'; readonly id: number }
  | { readonly type: 'close'; readonly id: number }

export type FromEncoder =
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  /** `needs` names the package of the format where it is not installed. */
  | { readonly type: 'failed'; readonly id: number; readonly needs: string | null; readonly message: string }
