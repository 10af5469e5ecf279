import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrastRatio, mixColours, parseHexColour, type Rgb } from './contrast.ts'
import { type Role, roles } from './roles.ts'
import { themes } from './themes.ts'

const folder = new URL('./themes/', import.meta.url)
const TEXT = 4.5
const SHAPE = 3
/** The share of a colour in its soft background, as in tokens.css. */
const SOFT_SHARE = 0.12

const surfaces = ['surface-0', 'surface-1', 'surface-2'] as const
const texts = ['text-1', 'text-2', 'text-3', 'accent', 'success', 'warning', 'danger', 'info'] as const
const shapes = ['border', 'chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'] as const

function readTheme(name: string): Map<string, string> {
  const css = readFileSync(new URL(`${name}.css`, folder), 'utf8')
  return new Map([...css.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}

describe('contrast formula', () => {
  it('gives the published extremes', () => {
    expect(contrastRatio(parseHexColour('#000000'), parseHexColour('#ffffff'))).toBeCloseTo(21, 5)
    expect(contrastRatio(parseHexColour('#777777'), parseHexColour('#ffffff'))).toBeCloseTo(4.48, 2)
  })
})

it('has one file per theme and one theme per file', () => {
  expect(readdirSync(folder).sort()).toEqual(themes.map((theme) => `${theme}.css`).sort())
})

describe.each(themes)('theme %s', (theme) => {
  const tokens = readTheme(theme)
  const colour = (role: Role): Rgb => parseHexColour(tokens.get(role) ?? 'missing')

  it('defines exactly the roles', () => {
    expect([...tokens.keys()].filter((name) => name !== 'line-share').sort()).toEqual([...roles].sort())
  })

  it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))(
    '%s can be read on %s',
    (text, surface) => {
      expect(contrastRatio(colour(text), colour(surface))).toBeGreaterThanOrEqual(TEXT)
    },
  )

  it.each(shapes.flatMap((shape) => surfaces.map((surface) => [shape, surface] as const)))(
    '%s can be seen on %s',
    (shape, surface) => {
      expect(contrastRatio(colour(shape), colour(surface))).toBeGreaterThanOrEqual(SHAPE)
    },
  )

  it.each(['accent', 'success', 'warning', 'danger', 'info'] as const)('%s can be read on its soft ground', (role) => {
    const ground = mixColours(colour(role), colour('surface-1'), SOFT_SHARE)
    for (const text of [role, 'text-1', 'text-2'] as const)
      expect(contrastRatio(colour(text), ground), text).toBeGreaterThanOrEqual(TEXT)
  })

  it('can be read on filled buttons', () => {
    expect(contrastRatio(colour('accent-text'), colour('accent'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrastRatio(colour('surface-0'), colour('danger'))).toBeGreaterThanOrEqual(TEXT)
  })
})
