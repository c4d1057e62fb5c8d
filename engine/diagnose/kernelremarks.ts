/** What the kernel's log and /proc/PID/stack say about memory in one line each. */
import { worded } from '../base/language.ts';
import { sayBytes, sayCount } from '../base/units.ts';
import type { Remark } from '../read/evidence.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES } from './diagnosis.ts';

interface RemarkRow {
  readonly id: string;
  readonly answer: (remarks: readonly Remark[]) => string;
  readonly rules: readonly string[];
  readonly advice: (remarks: readonly Remark[]) => readonly string[];
}

const ROWS: Readonly<Record<string, RemarkRow>> = {
  asleep: {
    id: 'waits-for-page',
    answer: () =>
      worded`A thread sleeps in handle_userfault: it touched a page of userfaultfd, and nobody has placed that page.`,
    rules: ['F12', 'U11'],
    advice: () => [
      worded`If it stays there, look at the process that reads the userfaultfd: QEMU’s fault thread or CRIU’s lazy-pages daemon.`,
      worded`Record strace -f -ttt -y -p PID of that process, or QEMU with -trace "postcopy_*": they show which page was asked for.`,
    ],
  },
  'bad-rss': {
    id: 'bad-rss-counter',
    answer: (remarks) =>
      worded`A process ended, and the kernel’s count of its pages was off by ${sayCount(Math.abs(remarks[0]!.value))}: pages were counted or dropped twice. This is a bug of the kernel, not of the process.`,
    rules: [],
    advice: () => [
      worded`Report it with the kernel’s version, and the strace of the calls on memory that lead to it.`,
    ],
  },
  'no-page': {
    id: 'no-free-page',
    answer: (remarks) =>
      worded`The kernel found no ${sayBytes(4096 * 2 ** Math.min(remarks[0]!.value, 20))} of memory in one piece (${sayCount(remarks.length)} times).`,
    rules: ['H11', 'K10'],
    advice: () => [
      worded`Compact memory (/proc/sys/vm/compact_memory), or bring /proc/buddyinfo and /proc/vmstat of that moment.`,
    ],
  },
};

export const kernelRemarks: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }, file) =>
    Object.entries(ROWS).flatMap(([kind, row]): Diagnosis[] => {
      const remarks = evidence.remarks.filter((remark) => remark.kind === kind);
      if (remarks.length === 0) return [];
      const lines = remarks.slice(0, MOST_PLACES).map(({ line }) => ({ file, line }));
      return [
        {
          id: row.id,
          kind: 'trouble',
          answer: row.answer(remarks),
          reasons: [{ text: remarks[0]!.text, lines, rules: row.rules }],
          numbers: { times: remarks.length },
          advice: row.advice(remarks),
        },
      ];
    }),
  );
