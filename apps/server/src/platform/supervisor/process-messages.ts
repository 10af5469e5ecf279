/** What goes to a supervised process. */
export type ToProcess =
  | { readonly type: 'request'; readonly id: number; readonly body: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'ping' }

/** What comes back. `advanced` serialization carries typed arrays as they are. */
export type FromProcess =
  | { readonly type: 'ready' }
  | { readonly type: 'part'; readonly id: number; readonly body: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'error'; readonly id: number; readonly message: string }
  | { readonly type: 'pong' }
