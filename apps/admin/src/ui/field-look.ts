/** The look of everything one types into. */
export const fieldLook =
  'w-full rounded-sm border border-border bg-surface-1 text-1 outline-offset-0 aria-invalid:border-danger disabled:bg-surface-2 disabled:text-3 focus-visible:outline-2 focus-visible:outline-accent'
