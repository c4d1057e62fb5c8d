/** What CRIU's own work takes, ns, where engine/mm/costs.ts has no number. */

/** Seizing and stopping all threads of a process. Assumed. */
export const FREEZE_TIME = 300_000;
/** Infecting it with parasite code: 32 ms under strace in the recorded dump, assumed a tenth without. */
export const PARASITE_TIME = 3_000_000;
/** vmsplice of one more page. Assumed: a reference is taken, nothing copied. */
export const SPLICE_PAGE = 60;
/** A system call that does little. */
export const CALL = 670;
/** mremap of one VMA: page tables move, 2 MiB a step. Assumed. */
export const MREMAP_VMA = 3_000;
export const MREMAP_REGION = 200;
/** One more page of the same UFFDIO_COPY: 256 pages took 274 µs in the recorded restore, one 47 µs, under strace. */
export const COPY_NEXT = 950;
/** The page server finds a page in its pipes and splices it into the socket. Assumed. */
export const SERVE = 5_000;
