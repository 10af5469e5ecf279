/** Confidence from which an entry answers by itself. Set so that 90 % of the answers on the development half of bench/faq/data are right. */
export const DEFAULT_HIT_THRESHOLD = 0.62

/** Score from which an entry is worth offering as a button, or reading by a model. */
export const DEFAULT_NEAR_THRESHOLD = 0.35
