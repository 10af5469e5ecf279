import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasFfmpeg, resampleByFfmpeg } from '../testing/ffmpeg.ts'
import { cut, fitTone, joined, likeness, loudness, tone } from '../testing/tones.ts'
import { createResampler } from './create-resampler.ts'

const rates = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000]
const pairs = rates.flatMap((fromHz) => rates.map((toHz) => [fromHz, toHz] as const))

function resample(pieces: readonly Int16Array[], fromHz: number, toHz: number): Int16Array {
  const resampler = createResampler({ fromHz, toHz })
  return joined([...pieces.map((piece) => resampler.push(piece)), resampler.flush()])
}

/** Without the ends, where the sound begins and stops. */
function middle(samples: Int16Array): Int16Array {
  return samples.subarray(Math.floor(samples.length / 4), Math.floor((samples.length * 3) / 4))
}

describe.each(pairs)('from %i to %i Hz', (fromHz, toHz) => {
  const lower = Math.min(fromHz, toHz)

  it('a tone stays what it is, and as long as it was', () => {
    const output = resample([tone({ hz: 1_000, sampleRateHz: fromHz, ms: 500 })], fromHz, toHz)
    expect(output.length).toBe(Math.ceil((Math.round(fromHz / 2) * toHz) / fromHz))
    const { amplitude, snrDb } = fitTone(middle(output), 1_000, toHz)
    expect(snrDb).toBeGreaterThan(80)
    expect(Math.abs(20 * Math.log10(amplitude / 12_000))).toBeLessThan(0.01)
  })

  it('keeps the top of a voice', () => {
    const hz = lower * 0.425
    const output = resample([tone({ hz, sampleRateHz: fromHz, ms: 500 })], fromHz, toHz)
    const { amplitude, snrDb } = fitTone(middle(output), hz, toHz)
    expect(Math.abs(20 * Math.log10(amplitude / 12_000))).toBeLessThan(0.5)
    expect(snrDb).toBeGreaterThan(75)
  })
})

it.each(pairs.filter(([fromHz, toHz]) => fromHz > toHz))(
  'from %i to %i Hz what the new rate can not hold is gone',
  (fromHz, toHz) => {
    const hz = Math.min(toHz * 0.55, fromHz * 0.49)
    const output = middle(resample([tone({ hz, sampleRateHz: fromHz, ms: 500 })], fromHz, toHz))
    expect(20 * Math.log10((loudness(output) + 1e-9) / (12_000 / Math.SQRT2))).toBeLessThan(-70)
  },
)

it('does not care where the pieces end', () => {
  fc.assert(
    fc.property(
      fc.int16Array({ maxLength: 1_500 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom(...pairs),
      (samples, places, [fromHz, toHz]) => {
        const whole = resample([samples], fromHz, toHz)
        expect(whole.length).toBe(Math.ceil((samples.length * toHz) / fromHz))
        expect(resample(cut(samples, places), fromHz, toHz)).toEqual(whole)
      },
    ),
  )
})

it('stays within 16 bits where the filter overshoots', () => {
  const isHigh = (place: number) => Math.floor(place / 50) % 2 === 1
  const square = Int16Array.from({ length: 2_000 }, (_, index) => (isHigh(index) ? 32_767 : -32_768))
  const output = resample([square], 22_050, 24_000)
  for (const [index, sample] of output.entries()) {
    const place = (index * 22_050) / 24_000
    // A number that ran over would have the other sign.
    if (Math.abs((place % 50) - 25) < 22) expect(sample > 0).toBe(isHigh(place))
  }
})

it.skipIf(!hasFfmpeg()).each([
  [22_050, 24_000],
  [22_050, 8_000],
  [24_000, 48_000],
  [48_000, 16_000],
])('from %i to %i Hz hears what ffmpeg hears', async (fromHz, toHz) => {
  const chord = [220, 450, 1_130, 2_400, 3_100].map((hz) =>
    tone({ hz, sampleRateHz: fromHz, ms: 400, amplitude: 4_000 }),
  )
  const mixed = Int16Array.from(chord[0] ?? [], (_, index) => chord.reduce((sum, one) => sum + (one[index] ?? 0), 0))
  const [ours, theirs] = [resample([mixed], fromHz, toHz), await resampleByFfmpeg(mixed, fromHz, toHz)]
  expect(likeness(ours, theirs, 16)).toMatchObject({ lag: 0 })
  expect(likeness(middle(ours), middle(theirs.subarray(0, ours.length)), 16).value).toBeGreaterThan(0.9999)
  expect(loudness(ours) / loudness(theirs)).toBeCloseTo(1, 2)
})
