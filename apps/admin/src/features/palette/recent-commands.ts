const KEY = 'secretary.recent'
const MOST = 5

/** Ids of sections and actions used last on this device, the latest first. Ids only: names of visitors stay on the server. */
export function readRecent(): readonly string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(saved) ? saved.filter((id) => typeof id === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberCommand(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...readRecent().filter((other) => other !== id)].slice(0, MOST)))
  } catch {
    // Storage is closed or full: nothing is remembered.
  }
}
