/** Whoever is on a roster keeps his place there. */
export interface Listed {
  /** Of the roster; -1 while it is on none. */
  place: number
}

/**
 * Things that come and go ten thousand times a second. A `Set` would keep them far beyond their end: its tables are linked, each old one still holds
 * whom it held when it was replaced, and a collection of young garbage takes them for alive. Collections then take four times as long.
 */
export class Roster<T extends Listed> {
  readonly #present: T[] = []

  get size(): number {
    return this.#present.length
  }

  add(one: T): void {
    one.place = this.#present.length
    this.#present.push(one)
  }

  /** False where it is not there. */
  remove(one: T): boolean {
    const { place } = one
    if (place === -1) return false
    one.place = -1
    const last = this.#present.pop()
    if (last && last !== one) {
      last.place = place
      this.#present[place] = last
    }
    return true
  }

  /** As they are now, whoever comes or goes meanwhile. */
  all(): T[] {
    return [...this.#present]
  }
}
