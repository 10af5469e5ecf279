/** For work that is done to the end, whoever has left: half of it is no good to anybody. */
export const untilTheEnd = new AbortController().signal
