export type Rgb = readonly [red: number, green: number, blue: number]

/** Reads `#rrggbb`. @throws TypeError for anything else: the token files hold nothing else. */
export function parseHexColour(text: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim())
  if (!match) throw new TypeError(`Not a #rrggbb colour: ${text}`)
  const [red, green, blue] = match.slice(1).map((pair) => Number.parseInt(pair, 16))
  return [red ?? 0, green ?? 0, blue ?? 0]
}

/** `color-mix(in srgb, top share, bottom)`. `share` is 0 to 1. */
export function mixColours(top: Rgb, bottom: Rgb, share: number): Rgb {
  const mix = (index: 0 | 1 | 2) => top[index] * share + bottom[index] * (1 - share)
  return [mix(0), mix(1), mix(2)]
}

/** Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastRatio(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance"). */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
