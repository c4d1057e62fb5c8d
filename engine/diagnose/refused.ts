/** Pages of userfaultfd that were not placed as asked: refused again and again, there already, after the end of the process, or never
 *  placed at all (mfill_atomic in mm/userfaultfd.c; criu/uffd.c). */
import { groupBy } from '../base/group.ts';
import { later, type Message, worded } from '../base/language.ts';
import { hex, sayCount, sayNumber } from '../base/units.ts';
import * as errno from '../event/errno.ts';
import type { Reading } from '../read/read.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Place } from './diagnosis.ts';
import { type Asked, type Placing, placingOf, type Refusal } from './placing.ts';

interface ErrnoRow {
  readonly id: string;
  readonly why: Message;
  readonly rules: readonly string[];
  readonly advice: readonly Message[];
}

const ROWS: Readonly<Record<number, ErrnoRow>> = {
  [errno.EEXIST]: {
    id: 'page-was-there',
    why: later`EEXIST: a page or a huge page is mapped there already`,
    rules: ['U8', 'U11', 'H30'],
    advice: [
      later`Count the page as done and call UFFDIO_WAKE for its waiters: the refused call wakes nobody.`,
      later`Find out who filled it: a second thread that copies, a read or write before UFFDIO_REGISTER, or khugepaged, which fills holes with zeroes (H1). Then the content may be wrong.`,
    ],
  },
  [errno.EAGAIN]: {
    id: 'again-and-again',
    why: later`EAGAIN: fork, mremap, munmap or MADV_DONTNEED of the process is under way, and its event has not been read`,
    rules: ['U15', 'C10'],
    advice: [
      later`Read the pending event of the userfaultfd before the copy is tried again; until then each try fails.`,
      later`After a partial copy, go on behind the bytes that are done.`,
    ],
  },
  [errno.EBADF]: {
    id: 'descriptor-closed',
    why: later`EBADF: the userfaultfd is closed`,
    rules: ['U7', 'H32'],
    advice: [
      later`Take the descriptor out of epoll before it is closed, and leave out messages that were queued for it.`,
    ],
  },
  [errno.ENOENT]: {
    id: 'range-not-registered',
    why: later`ENOENT: the range is not registered, or not one VMA`,
    rules: ['U8', 'C10'],
    advice: [
      later`The process unmapped or moved the memory, or it was never registered. Ask for REMAP, REMOVE and UNMAP events, and stop copying to ranges that are gone.`,
    ],
  },
  [errno.ESRCH]: {
    id: 'process-gone',
    why: later`ESRCH: the process has exited`,
    rules: ['C10'],
    advice: [later`Stop copying for this process. Nothing is lost.`],
  },
};

const OTHER: ErrnoRow = {
  id: 'call-refused',
  why: later`the kernel refused the call`,
  rules: ['U8'],
  advice: [
    later`Look at the arguments of the call: whole pages, inside one registered VMA, with a source that is mapped.`,
  ],
};

export const refusedPages: Diagnoser = (readings) => readings.flatMap(lookAt);

function lookAt({ evidence }: Reading, file: number): Diagnosis[] {
  const placing = placingOf(evidence, file);
  const byErrno = groupBy(placing.refusals, (refusal) => refusal.errno);
  const found = [...byErrno].map(([number, refusals]) => refused(number, refusals, placing));
  const missed = unserved(placing, evidence.events.count > 0);
  return missed ? [...found, missed] : found;
}

const placesOf = (list: readonly { readonly place: Place }[]): Place[] =>
  list.slice(0, MOST_PLACES).map(({ place }) => place);

function refused(number: number, refusals: readonly Refusal[], placing: Placing): Diagnosis {
  const row = ROWS[number] ?? OTHER;
  const name = errno.errnoName(number);
  const most = mostAt(refusals);
  const times = sayCount(refusals.length);
  const once = refusals.length === 1;
  const { address } = most[0]!;
  const where = Number.isNaN(address)
    ? `${most[0]!.call}.`
    : most.length === 1
      ? worded`${most[0]!.call} at ${hex(address)} failed.`
      : worded`${most[0]!.call} at ${hex(address)} failed ${sayCount(most.length)} times.`;
  return {
    id: row.id,
    kind: number === errno.ESRCH ? 'fact' : 'trouble',
    answer: once
      ? worded`A call on memory with userfaultfd was refused with ${row.why}.`
      : worded`Calls on memory with userfaultfd were refused ${times} times with ${row.why}.`,
    reasons: [{ text: where, lines: placesOf(most), rules: row.rules }, ...beside(number, refusals, placing)],
    numbers: { errno: number, times: refusals.length, ...spanOf(refusals) },
    advice: [
      ...(row === OTHER ? [worded`The error is ${name}.`] : []),
      ...row.advice.map((one) => (typeof one === 'function' ? one() : one)),
    ],
  };
}

/** Refusals at the address that was refused most often. */
function mostAt(refusals: readonly Refusal[]): readonly Refusal[] {
  const at = new Map<number, Refusal[]>();
  for (const refusal of refusals) {
    const same = at.get(refusal.address);
    if (same) same.push(refusal);
    else at.set(refusal.address, [refusal]);
  }
  return [...at.values()].reduce((a, b) => (b.length > a.length ? b : a));
}

function spanOf(refusals: readonly Refusal[]): { seconds?: number } {
  const seconds = refusals.at(-1)!.time - refusals[0]!.time;
  return seconds > 0 ? { seconds } : {};
}

/** What else the file says about these refusals. */
function beside(number: number, refusals: readonly Refusal[], placing: Placing): Diagnosis['reasons'] {
  const late = refusals.filter((refusal) => placing.afterExit.has(refusal));
  if (number === errno.EBADF && late.length > 0)
    return [
      {
        text: worded`Process ${late[0]!.pid} had exited before, and its descriptor was closed: the message was queued for a process that is gone.`,
        lines: placesOf(late),
        rules: ['U7'],
      },
    ];
  if (number !== errno.EEXIST) return [];
  const twice = refusals.filter((refusal) => placing.twice.has(refusal));
  const text =
    twice.length > 0
      ? worded`${sayCount(twice.length)} of these pages were placed by an earlier line of this file: they were copied twice.`
      : worded`No earlier line of this file places these pages: something else mapped them.`;
  return [{ text, lines: placesOf(twice), rules: twice.length > 0 ? ['H30'] : ['H1', 'H3'] }];
}

/** Faults whose page is placed nowhere in the file. */
function unserved({ asked, placed, lastPlaced }: Placing, events: boolean): Diagnosis | null {
  const open = asked.filter(({ served }) => !served);
  if (open.length === 0 || !events) return null;
  const cut = placed > 0 && open[0]!.place.line > lastPlaced;
  return {
    id: 'faults-not-served',
    kind: cut ? 'fact' : 'trouble',
    answer: cut
      ? worded`The log ends before the pages of ${sayCount(open.length)} of ${sayCount(asked.length)} faults are placed.`
      : worded`${sayCount(open.length)} of ${sayCount(asked.length)} faults were never served: no line places their pages.`,
    reasons: [
      {
        text: worded`The thread that touched ${hex(open[0]!.address)} waits until the page is placed, or the memory is unregistered.`,
        lines: placesOf(open),
        rules: ['F12', 'U11'],
      },
      ...timesOf(open),
    ],
    numbers: { faults: asked.length, unserved: open.length, placed },
    advice: [
      worded`If the log ends early, record until the end of the migration: the last faults are served after it.`,
      worded`Otherwise look at the side that sends: is the page in its image or its dirty bitmap, and did the request reach it?`,
    ],
  };
}

function timesOf(open: readonly Asked[]): Diagnosis['reasons'] {
  const [first, last] = [open[0]!, open.at(-1)!];
  if (!(last.time > first.time)) return [];
  return [
    {
      text: worded`They came within ${sayNumber(last.time - first.time, 3)} s.`,
      lines: [first.place, last.place],
      rules: [],
    },
  ];
}
