/** What an API key may be used for: the list of models, answers as text, speech. A key without scopes may do all of it. */
export const keyScopes = ['models', 'chat', 'audio'] as const
export type KeyScope = (typeof keyScopes)[number]
