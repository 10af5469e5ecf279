/**
 * Confidence from which an entry answers by itself. From `node bench/faq/calibrate.ts`: on the development half of the question
 * sets, with what they have no answer to, 93 % of what is answered from here on is right.
 */
export const DEFAULT_HIT_THRESHOLD = 0.95

/** Score of a candidate from which it is worth offering as a button, or reading by a model. */
export const DEFAULT_NEAR_THRESHOLD = 0.3
