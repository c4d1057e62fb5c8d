/** Which of CRIU's actors sits where in the machine's queue; lower goes first when times are equal. */
/** criu dump, and the page server that it becomes. */
export const DUMP = 0;
/** The page server that stores images at the destination, then criu restore. */
export const RESTORE = 1;
/** The lazy-pages daemon: one thread for messages, requests and copies. */
export const LAZY = 2;
/** What is left to see after the daemon died. */
export const AFTERMATH = 3;
