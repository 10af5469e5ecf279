/**
 * Confidence from which an entry answers by itself. From `node bench/faq/calibrate.ts`: cross-validated over the development halves,
 * with what they have no answer to, 90 % and more of what is answered from here on is right in each kind of set, and nothing is
 * answered that no business has an answer to.
 */
export const DEFAULT_HIT_THRESHOLD = 0.75

/** Score of a candidate from which it is worth offering as a button, or reading by a model. */
export const DEFAULT_NEAR_THRESHOLD = 0.3
