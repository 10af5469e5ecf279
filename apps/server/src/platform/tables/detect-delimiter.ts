import { readDelimited } from './read-delimited.ts'

/** Preferred first when nothing else decides: a tab is never written by accident, a comma often is. */
const candidates = ['\t', ';', ','] as const
const SAMPLE_CHARACTERS = 64 * 1024
const SAMPLE_RECORDS = 40

/** Whether a cell is a heading that the reader of the table knows. */
type IsHeading = (cell: string) => boolean

/** The character that splits the first records most evenly, quotes respected; null when none splits them at all. */
export function detectDelimiter(text: string, isHeading: IsHeading): string | null {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  let best: { delimiter: string; score: number } | null = null
  for (const delimiter of candidates) {
    const score = scoreDelimiter(sample, delimiter, isHeading)
    if (score > 0 && (best === null || score > best.score)) best = { delimiter, score }
  }
  return best?.delimiter ?? null
}

function scoreDelimiter(sample: string, delimiter: string, isHeading: IsHeading): number {
  const widths = new Map<number, number>()
  let count = 0
  let broken = 0
  let knownHeadings = 0
  for (const { cells, isBroken } of readDelimited(sample, delimiter, { maxSpanCharacters: SAMPLE_CHARACTERS })) {
    if (count === 0) knownHeadings = cells.filter(isHeading).length
    widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
    if (isBroken) broken += 1
    count += 1
    if (count === SAMPLE_RECORDS) break
  }
  if (count === 0) return sample.includes(delimiter) ? 1 : 0
  let commonWidth = 1
  for (const [width, times] of widths) {
    if (times > (widths.get(commonWidth) ?? 0) || (times === widths.get(commonWidth) && width > commonWidth))
      commonWidth = width
  }
  if (commonWidth < 2 && knownHeadings < 2) return 0
  const evenness = (widths.get(commonWidth) ?? 0) / count
  return (knownHeadings >= 2 ? 10 : 0) + evenness - broken / count
}
