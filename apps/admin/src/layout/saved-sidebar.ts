export interface SavedSidebar {
  readonly widthPx: number
  readonly isCollapsed: boolean
}

export const SIDEBAR_WIDTH_PX = { least: 180, most: 400, usual: 256 }

const KEY = 'secretary.sidebar'

/** The side bar as this device remembers it. */
export function readSidebar(): SavedSidebar {
  const usual: SavedSidebar = { widthPx: SIDEBAR_WIDTH_PX.usual, isCollapsed: false }
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof saved !== 'object' || saved === null) return usual
    const widthPx = 'widthPx' in saved && typeof saved.widthPx === 'number' ? clampWidth(saved.widthPx) : usual.widthPx
    return { widthPx, isCollapsed: 'isCollapsed' in saved && saved.isCollapsed === true }
  } catch {
    return usual
  }
}

export function saveSidebar(sidebar: SavedSidebar): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(sidebar))
  } catch {
    // Storage is closed or full: the width lasts as long as the page.
  }
}

export function clampWidth(widthPx: number): number {
  const whole = Math.round(Number.isFinite(widthPx) ? widthPx : SIDEBAR_WIDTH_PX.usual)
  return Math.min(SIDEBAR_WIDTH_PX.most, Math.max(SIDEBAR_WIDTH_PX.least, whole))
}
