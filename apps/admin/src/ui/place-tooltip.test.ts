import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeTooltip } from './place-tooltip.ts'

const view = { width: 1000, height: 600 }
const bubble = { width: 100, height: 20 }
const button = (left: number, top: number) => ({ left, top, width: 36, height: 36 })

it.each([
  ['bottom', button(500, 300), { left: '468px', top: '342px' }],
  ['right', button(500, 300), { left: '542px', top: '308px' }],
  ['top', button(500, 300), { left: '468px', top: '274px' }],
  // No room on that side: across.
  ['bottom', button(500, 560), { left: '468px', top: '534px' }],
  ['right', button(960, 300), { left: '854px', top: '308px' }],
  ['top', button(500, 4), { left: '468px', top: '46px' }],
  // Along the edge: moved inside.
  ['bottom', button(4, 300), { left: '8px', top: '342px' }],
  ['bottom', button(960, 300), { left: '892px', top: '342px' }],
] as const)('stands at the %s of %j', (side, anchor, place) => {
  expect(placeTooltip({ anchor, bubble, side, view })).toEqual(place)
})

it('never stands outside a window that has room for it', () => {
  const position = fc.integer({ min: -50, max: 1000 })
  fc.assert(
    fc.property(position, position, fc.constantFrom('top', 'bottom', 'right'), (left, top, side) => {
      const place = placeTooltip({ anchor: button(left, top), bubble, side, view })
      const [x, y] = [Number.parseFloat(place.left), Number.parseFloat(place.top)]
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(x + bubble.width).toBeLessThanOrEqual(view.width)
      expect(y + bubble.height).toBeLessThanOrEqual(view.height)
    }),
  )
})
