import type { Reach } from '@secretary/models/util/guarded-target'

/** An enabled provider, as whoever speaks to it directly needs it. A changed provider is another object. */
export interface Connection {
  readonly providerId: string
  readonly slug: string
  readonly name: string
  /** Up to and including `/v1`, without a trailing slash. */
  readonly baseUrl: string
  readonly apiKey: string | null
  /** The model the owner chose. */
  readonly modelId: string
  readonly reach: Reach
  readonly createdAt: string
}
