/** Resolves when the browser has painted what is there now and has a moment. */
export function afterFirstPaint(): Promise<void> {
  return new Promise((resolve) => {
    // A hidden page paints nothing, and need not wait for it.
    if (document.hidden) return resolve()
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
