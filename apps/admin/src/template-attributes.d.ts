import type { AriaAttributes } from 'vue'

declare module 'vue' {
  /** Attributes that any component of ours or of the primitives hands on to its root element. */
  interface ComponentCustomProps extends AriaAttributes {
    id?: string | undefined
    title?: string | undefined
    role?: string | undefined
    onClick?: (event: MouseEvent) => void
  }
}
