/** A fault on memory with userfaultfd that must not wait: the kernel prints `FAULT_FLAG_ALLOW_RETRY missing` and sends SIGBUS instead of
 *  a message (handle_userfault). */
import { groupBy } from '../base/group.ts';
import { worded } from '../base/language.ts';
import { hex } from '../base/units.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES } from './diagnosis.ts';

/** Bits of enum fault_flag (include/linux/mm_types.h, 5.9 and later), lowest first. */
const FAULT_FLAGS = [
  'WRITE',
  'MKWRITE',
  'ALLOW_RETRY',
  'RETRY_NOWAIT',
  'KILLABLE',
  'TRIED',
  'USER',
  'REMOTE',
  'INSTRUCTION',
  'INTERRUPTIBLE',
  'UNSHARE',
  'ORIG_PTE_VALID',
  'VMA_LOCK',
] as const;

/** Names of the flags in `bits`: `WRITE | REMOTE`. */
export function sayFaultFlags(bits: number): string {
  const names = FAULT_FLAGS.filter((_, i) => (bits >>> i) & 1);
  return names.length > 0 ? names.map((name) => `FAULT_FLAG_${name}`).join(' | ') : '0';
}

export const userfaultWithoutRetry: Diagnoser = (readings) => {
  const found: Diagnosis[] = [];
  for (const [file, { evidence }] of readings.entries()) {
    const missing = evidence.remarks.filter(({ kind }) => kind === 'uffd-no-retry');
    if (missing.length === 0) continue;
    found.push({
      id: 'userfault-without-retry',
      kind: 'trouble',
      answer: worded`A fault on memory with userfaultfd was not allowed to wait, so it failed instead of asking for its page (${missing.length} times).`,
      reasons: [...groupBy(missing, (remark) => remark.value)].map(([value, remarks]) => ({
        text: worded`FAULT_FLAG_ALLOW_RETRY missing ${hex(value).slice(2)}: the fault had ${sayFaultFlags(value)}, and a fault may wait only with FAULT_FLAG_ALLOW_RETRY.`,
        lines: remarks.slice(0, MOST_PLACES).map(({ line }) => ({ file, line })),
        rules: ['F13'],
      })),
      numbers: { times: missing.length },
      advice: [
        worded`The call trace names who touched the page: get_user_pages of a kernel thread or of ptrace cannot be answered by a userfaultfd handler in time.`,
        worded`To see which pages were asked for, record strace of the process with userfaultfd.`,
      ],
    });
  }
  return found;
};
