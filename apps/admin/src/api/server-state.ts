export interface ServerState {
  /** Whoever comes next must not see it. */
  forget(): void
  /** It may be old: the server was out of reach. */
  renew(): void
}

let kept: ServerState | null = null

/** Says where answers of the server are kept. The login keeps none, so it does not bring the code for it. */
export function keepServerState(state: ServerState): void {
  kept = state
}

export const serverState: ServerState = {
  forget: () => kept?.forget(),
  renew: () => kept?.renew(),
}
