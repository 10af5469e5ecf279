import { setFlagsFromString } from 'node:v8'

/**
 * V8's own way to make the heap as small as it can, some seconds after a collection, takes with it the shapes of which no object is alive: that is
 * `keep-heap-small.ts`'s part here. The second says for how many collections such shapes are kept otherwise: as good as for ever.
 */
export const KEEPING_FLAGS = ['--no-memory-reducer', '--retain-maps-for-n-gc=1000000']

/**
 * Keeps what V8 has compiled through quiet times. It throws code away that was made for objects of a shape of which none is alive, and while nobody
 * asks there is no request, no answer and no stream: the thousand questions behind each quiet time would take two to three times as long.
 * Takes effect for what is collected from now on, so it comes before the first sweep.
 */
export function keepCompiledCode(): void {
  for (const flag of KEEPING_FLAGS) setFlagsFromString(flag)
}
