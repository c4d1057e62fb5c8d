/** Which of QEMU's actors sits where in the machine's queue; lower goes first when times are equal. */
export const SOURCE = 0;
/** Whoever reads the stream on the destination: main thread, then listen thread. */
export const STREAM = 1;
/** The destination's fault thread. */
export const FAULT = 2;
