/** The same numbers for the same seed, everywhere and always (mulberry32): a demonstration looks alike to everybody. */
export interface DemoRandom {
  /** From 0 up to, but not including, 1. */
  next(): number
  between(least: number, most: number): number
  pick<T>(items: readonly T[]): T
}

export function createDemoRandom(seed: number): DemoRandom {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick(items) {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('There is nothing to pick from')
      return item
    },
  }
}
