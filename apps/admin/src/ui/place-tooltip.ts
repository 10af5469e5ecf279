interface Size {
  readonly width: number
  readonly height: number
}
export type TooltipSide = 'top' | 'bottom' | 'right'
type Box = Size & { readonly left: number; readonly top: number }

const GAP_PX = 6
const EDGE_PX = 8

/** Where a tooltip stands beside what it names: on the side asked for, or across where there is no room, and never outside the window. */
export function placeTooltip(question: { anchor: Box; bubble: Size; side: TooltipSide; view: Size }): {
  left: string
  top: string
} {
  const { anchor, bubble, side, view } = question
  const inside = (position: number, size: number, room: number) =>
    Math.max(EDGE_PX, Math.min(position, room - size - EDGE_PX))
  const after = (from: number, size: number, own: number, room: number) =>
    from + size + GAP_PX + own + EDGE_PX <= room ? from + size + GAP_PX : from - GAP_PX - own
  const before = (from: number, size: number, own: number) =>
    from - GAP_PX - own >= EDGE_PX ? from - GAP_PX - own : from + size + GAP_PX
  const left =
    side === 'right'
      ? after(anchor.left, anchor.width, bubble.width, view.width)
      : anchor.left + (anchor.width - bubble.width) / 2
  const top = {
    right: () => anchor.top + (anchor.height - bubble.height) / 2,
    bottom: () => after(anchor.top, anchor.height, bubble.height, view.height),
    top: () => before(anchor.top, anchor.height, bubble.height),
  }[side]()
  return { left: `${inside(left, bubble.width, view.width)}px`, top: `${inside(top, bubble.height, view.height)}px` }
}
