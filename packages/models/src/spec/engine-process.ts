/** A speech or model engine that runs in a process of its own; whoever supervises it, starts and restarts it, stands behind this. */
export interface EngineProcess {
  /** Parts in order until the engine is done. Ends within a frame after abort. @throws ProviderError when the engine fails or dies. */
  request(message: unknown, options: { signal: AbortSignal }): AsyncIterable<unknown>
}
