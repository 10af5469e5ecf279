import type { AriaAttributes } from 'vue'
import type { TooltipSide } from '#admin/ui/place-tooltip.ts'

declare module 'vue' {
  /** Attributes that any component of ours or of the primitives hands on to its root element. */
  interface ComponentCustomProps extends AriaAttributes {
    id?: string | undefined
    title?: string | undefined
    role?: string | undefined
    onClick?: (event: MouseEvent) => void
  }

  interface HTMLAttributes {
    /** Side on which `TooltipHost` shows the element's `aria-label`. */
    'data-tooltip'?: TooltipSide | undefined
  }
}
