const waiting: (() => void)[] = []

/**
 * For long work in steps: resolves in a later turn of the event loop, after what had to be read and answered meanwhile. One step a
 * turn in the whole process: five who work at once in steps of two milliseconds hold nobody up for ten.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(letOneGo)
  })
}

function letOneGo(): void {
  waiting.shift()?.()
  // Set from within, it waits for the next turn of the loop.
  if (waiting.length > 0) setImmediate(letOneGo)
}
