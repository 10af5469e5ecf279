/** A sine of some length; 12,000 is loud and far from clipping. */
export function tone(options: { hz: number; sampleRateHz: number; ms: number; amplitude?: number }): Int16Array {
  const { hz, sampleRateHz, ms, amplitude = 12_000 } = options
  return Int16Array.from({ length: Math.round((sampleRateHz * ms) / 1000) }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / sampleRateHz)),
  )
}

/** The sine of this frequency that fits the sound best: how loud it is, and how much stronger than everything else. */
export function fitTone(samples: Int16Array, hz: number, sampleRateHz: number): { amplitude: number; snrDb: number } {
  const phaseOf = (index: number) => (2 * Math.PI * hz * index) / sampleRateHz
  // Least squares: over a length that is no whole number of periods, cosine and sine lean on each other.
  let [cc, ss, cs, cx, sx] = [0, 0, 0, 0, 0]
  for (const [index, sample] of samples.entries()) {
    const [c, s] = [Math.cos(phaseOf(index)), Math.sin(phaseOf(index))]
    cc += c * c
    ss += s * s
    cs += c * s
    cx += c * sample
    sx += s * sample
  }
  const determinant = cc * ss - cs * cs
  const [cosine, sine] = [(cx * ss - sx * cs) / determinant, (sx * cc - cx * cs) / determinant]
  let [signal, noise] = [0, 0]
  for (const [index, sample] of samples.entries()) {
    const fitted = cosine * Math.cos(phaseOf(index)) + sine * Math.sin(phaseOf(index))
    signal += fitted ** 2
    noise += (sample - fitted) ** 2
  }
  return { amplitude: Math.hypot(cosine, sine), snrDb: 10 * Math.log10(signal / noise) }
}

/** How loud a sound is: the root of its mean square. */
export function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length))
}

/** How much two sounds are alike, 1 being the same but for loudness, when the second may come late by up to `maxLagSamples`. */
export function likeness(left: Int16Array, right: Int16Array, maxLagSamples: number): { value: number; lag: number } {
  let best = { value: 0, lag: 0 }
  for (let lag = -16; lag <= maxLagSamples; lag++) {
    let [product, leftEnergy, rightEnergy] = [0, 1, 1]
    for (let index = Math.max(0, -lag); index < left.length; index += 11) {
      const [x, y] = [left[index] ?? 0, right[index + lag] ?? 0]
      product += x * y
      leftEnergy += x * x
      rightEnergy += y * y
    }
    const value = product / Math.sqrt(leftEnergy * rightEnergy)
    if (value > best.value) best = { value, lag }
  }
  return best
}

/** The samples cut at these places. */
export function cut(samples: Int16Array, places: readonly number[]): Int16Array[] {
  const ordered = [...places].map((place) => place % (samples.length + 1)).sort((left, right) => left - right)
  return [...ordered, samples.length].map((end, index) => samples.subarray(ordered[index - 1] ?? 0, end))
}

/** One array of all of them. */
export function joined(pieces: readonly Int16Array[]): Int16Array {
  return Int16Array.from(pieces.flatMap((piece) => [...piece]))
}
