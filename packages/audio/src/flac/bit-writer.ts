/** Bits, highest first, into bytes. */
export class BitWriter {
  #bytes = new Uint8Array(4_096)
  #length = 0
  #bits = 0
  #count = 0

  /** The lowest `width` bits of a value; at most 32. */
  write(value: number, width: number): void {
    for (let left = width; left > 0; ) {
      const taken = Math.min(left, 8 - this.#count)
      this.#bits = (this.#bits << taken) | ((value >>> (left - taken)) & ((1 << taken) - 1))
      this.#count += taken
      left -= taken
      if (this.#count === 8) this.#push()
    }
  }

  /** So many zeros, then a one. */
  writeUnary(zeros: number): void {
    let left = zeros
    for (; left >= 24; left -= 24) this.write(0, 24)
    this.write(1, left + 1)
  }

  /** Fills the last byte with zeros. */
  align(): void {
    if (this.#count > 0) this.write(0, 8 - this.#count)
  }

  /** What was written up to here; whole bytes only. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  #push(): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = this.#bits
    this.#bits = 0
    this.#count = 0
  }
}
