/** Sound in, other sound out, piece by piece. Where the pieces end makes no difference. */
export interface SampleTransform {
  push(samples: Int16Array): Int16Array
  /** What was waiting for samples to come. Nothing may follow. */
  flush(): Int16Array
}
