import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, fitTone, joined, loudness, tone } from '../testing/tones.ts'
import { createTempoChanger } from './create-tempo-changer.ts'

function change(pieces: readonly Int16Array[], tempo: number): Int16Array {
  const changer = createTempoChanger({ sampleRateHz: 22_050, tempo })
  return joined([...pieces.map((piece) => changer.push(piece)), changer.flush()])
}

describe.each([0.47, 0.5, 0.8, 1.25, 2])('at a tempo of %d', (tempo) => {
  it('a tone keeps its pitch and loudness', () => {
    const output = change([tone({ hz: 210, sampleRateHz: 22_050, ms: 1_000 })], tempo)
    expect(output.length).toBe(Math.round(22_050 / tempo))
    const inner = output.subarray(2_000, output.length - 2_000)
    expect(loudness(inner)).toBeGreaterThan((12_000 / Math.SQRT2) * 0.9)
    // Grains are whole samples apart, so the phase wanders a little: a pitch that was moved would leave nothing of the tone.
    expect(fitTone(inner, 210, 22_050).snrDb).toBeGreaterThan(10)
  })

  it('sounds that follow each other still do, in proportion', () => {
    const [low, high] = [300, 900].map((hz) => tone({ hz, sampleRateHz: 22_050, ms: 500 }))
    const output = change([low ?? new Int16Array(), high ?? new Int16Array()], tempo)
    const half = Math.floor(output.length / 2)
    const [first, second] = [output.subarray(0, half - 1_000), output.subarray(half + 1_000)]
    expect(fitTone(first, 300, 22_050).amplitude).toBeGreaterThan(10 * fitTone(first, 900, 22_050).amplitude)
    expect(fitTone(second, 900, 22_050).amplitude).toBeGreaterThan(10 * fitTone(second, 300, 22_050).amplitude)
  })
})

it('does not care where the pieces end, and is as long as it should be', () => {
  fc.assert(
    fc.property(
      fc.int16Array({ maxLength: 3_000 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.double({ min: 0.4, max: 2.5, noNaN: true }),
      (samples, places, tempo) => {
        const whole = change([samples], tempo)
        expect(whole.length).toBe(Math.round(samples.length / tempo))
        expect(change(cut(samples, places), tempo)).toEqual(whole)
      },
    ),
    { numRuns: 60 },
  )
})
