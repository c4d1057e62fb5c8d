/** Which of QEMU's actors sits where in the machine's queue; lower goes first when times are equal. */
export const SOURCE = 0;
/** Whoever reads the stream on the destination: main thread, then listen thread. */
export const STREAM = 1;
/** The destination's fault thread. */
export const FAULT = 2;
/** The destination's preempt thread, which reads urgent pages (Q33). */
export const PREEMPT = 3;
/** Whoever waits for time to pass: the operator who recovers, and the end of what is left to see. */
export const TIMER = 4;
