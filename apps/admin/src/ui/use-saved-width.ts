import { type ShallowRef, shallowRef, watch } from 'vue'

export interface WidthLimits {
  readonly leastPx: number
  readonly mostPx: number
  readonly usualPx: number
}

/** The width of a pane as this device remembers it, in pixels and within its limits. */
export function useSavedWidth(name: string, { leastPx, mostPx, usualPx }: WidthLimits): ShallowRef<number> {
  const key = `secretary.width.${name}`
  const width = shallowRef(usualPx)
  try {
    const savedPx = Number(localStorage.getItem(key) ?? Number.NaN)
    if (savedPx >= leastPx && savedPx <= mostPx) width.value = Math.round(savedPx)
  } catch {
    // Storage is closed: the usual width it is.
  }
  watch(width, (widthPx) => {
    try {
      localStorage.setItem(key, String(widthPx))
    } catch {
      // Storage is closed or full: the width lasts as long as the page.
    }
  })
  return width
}
