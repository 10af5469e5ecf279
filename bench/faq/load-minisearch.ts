interface MiniSearchIndex {
  addAll(documents: readonly { id: string; question: string }[]): void
  search(text: string): { id: unknown }[]
}

export type MiniSearchConstructor = new (options: object) => MiniSearchIndex

/** The rival lies in a folder of its own; `npm run bench` installs it. Null where it is not installed. */
export async function loadMiniSearch(): Promise<MiniSearchConstructor | null> {
  const entry = new URL('../rivals/node_modules/minisearch/dist/es/index.js', import.meta.url)
  const loaded = await import(entry.href).catch(() => null) // Not installed: the bench then stands alone.
  return loaded === null ? null : (loaded as { default: MiniSearchConstructor }).default
}
