/**
 * Waits before another attempt. Nobody looks at a hidden page: there it takes ten times as long, and ends when the page is shown
 * again or the network comes back.
 */
export async function waitVisible(delayMs: number, signal: AbortSignal): Promise<void> {
  const done = new AbortController()
  const totalMs = document.hidden ? delayMs * 10 : delayMs
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, totalMs)
    const finish = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true, signal: done.signal })
    document.addEventListener('visibilitychange', () => !document.hidden && finish(), { signal: done.signal })
    window.addEventListener('online', finish, { once: true, signal: done.signal })
  })
  done.abort()
}
