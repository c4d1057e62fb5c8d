/** Arguments of the calls on memory as strace prints them. Every reader fills the row from what stands behind `NAME(`; what is not there,
 *  because the line ends before it, stays NaN. */
import { adviceOf } from './advice.ts';
import type { CallName } from './evidence.ts';
import { hexDigit, type Scan } from './scan.ts';

/** A call as it is read. */
export class CallRow {
  name: CallName = 'mmap';
  start = Number.NaN;
  length = Number.NaN;
  other = Number.NaN;
  detail = '';
  /** The call is about memory; else the line is left out. */
  wanted = true;

  of(name: CallName): this {
    this.name = name;
    this.start = Number.NaN;
    this.length = Number.NaN;
    this.other = Number.NaN;
    this.detail = '';
    this.wanted = true;
    return this;
  }
}

type Arguments = (row: CallRow, scan: Scan) => void;

/** A symbol or flags: `PROT_READ|PROT_WRITE`. A comment behind a number is left out. */
function flags(scan: Scan): string {
  const text = scan.until(',)} <');
  return text.length > 200 ? '' : text;
}

const comma = (scan: Scan): boolean => scan.pass(', ') || scan.pass(',');

function startAndLength(row: CallRow, scan: Scan): void {
  row.start = scan.number();
  if (comma(scan)) row.length = scan.number();
}

function madvise(row: CallRow, scan: Scan): void {
  startAndLength(row, scan);
  if (comma(scan)) row.detail = adviceOf(flags(scan));
}

function mmap(row: CallRow, scan: Scan): void {
  startAndLength(row, scan);
  if (!comma(scan)) return;
  const protection = flags(scan);
  row.detail = comma(scan) ? `${protection}, ${flags(scan)}` : protection;
}

function mremap(row: CallRow, scan: Scan): void {
  startAndLength(row, scan);
  if (!comma(scan)) return;
  const length = scan.number();
  const how = comma(scan) ? flags(scan) : '';
  row.detail = `${length} ${how}`;
  if (comma(scan)) row.other = scan.number();
}

/** process_madvise(pidfd, [{iov_base=…, iov_len=…}, …], n, advice, flags): the first range. */
function processMadvise(row: CallRow, scan: Scan): void {
  if (scan.find('iov_base=')) row.start = scan.number();
  if (scan.find('iov_len=')) row.length = scan.number();
  if (scan.find('MADV_')) {
    scan.at -= 5;
    row.detail = adviceOf(flags(scan));
  }
}

const PR_SET_THP_DISABLE = 41;
const PR_GET_THP_DISABLE = 42;

/** prctl(PR_SET_THP_DISABLE, 1, …): `start` is its argument. */
function prctl(row: CallRow, scan: Scan): void {
  const number = scan.number();
  const option = Number.isNaN(number) ? flags(scan) : number;
  if (option === 'PR_SET_THP_DISABLE' || option === PR_SET_THP_DISABLE) row.detail = 'PR_SET_THP_DISABLE';
  else if (option === 'PR_GET_THP_DISABLE' || option === PR_GET_THP_DISABLE)
    row.detail = 'PR_GET_THP_DISABLE';
  else row.wanted = false;
  if (scan.find(', ')) row.start = scan.number();
}

function fork(row: CallRow, scan: Scan): void {
  if (!scan.find('flags=')) return;
  // "strace: Process N attached" may come right behind.
  row.detail = /^[A-Z_0-9|x]*/.exec(flags(scan))![0];
}

/** Ranges in braces, in any order of fields: `{range={start=0x7f.., len=0x1000}, mode=…}`, `{start=…, len=…}`. */
function ranged(row: CallRow, scan: Scan): void {
  if (scan.find('start=')) row.start = scan.number();
  if (scan.find('len=')) row.length = scan.number();
  if (scan.find('mode=')) row.detail = flags(scan).replaceAll('UFFDIO_REGISTER_MODE_', '');
}

function copy(row: CallRow, scan: Scan): void {
  if (scan.find('dst=')) row.start = scan.number();
  if (scan.find('src=')) row.other = scan.number();
  if (scan.find('len=')) row.length = scan.number();
  if (scan.find('mode=')) row.detail = flags(scan);
}

function api(row: CallRow, scan: Scan): void {
  if (scan.find('features=')) row.detail = flags(scan);
}

/** Requests by number (include/uapi/linux/userfaultfd.h, `_UFFDIO_*`). */
const REQUESTS: Readonly<Record<number, CallName>> = {
  0: 'UFFDIO_REGISTER',
  1: 'UFFDIO_UNREGISTER',
  2: 'UFFDIO_WAKE',
  3: 'UFFDIO_COPY',
  4: 'UFFDIO_ZEROPAGE',
  5: 'UFFDIO_MOVE',
  6: 'UFFDIO_WRITEPROTECT',
  7: 'UFFDIO_CONTINUE',
  8: 'UFFDIO_POISON',
  63: 'UFFDIO_API',
};
const UFFDIO = 0xaa;

const IOCTLS: Readonly<Record<string, Arguments>> = {
  UFFDIO_API: api,
  UFFDIO_COPY: copy,
  UFFDIO_MOVE: copy,
  UFFDIO_REGISTER: ranged,
  UFFDIO_UNREGISTER: ranged,
  UFFDIO_WAKE: ranged,
  UFFDIO_ZEROPAGE: ranged,
  UFFDIO_CONTINUE: ranged,
  UFFDIO_WRITEPROTECT: ranged,
  UFFDIO_POISON: ranged,
};

/** The request of an ioctl by its number as ioctl(2) takes it; null for one that is not of userfaultfd. */
export function requestOf(number: number): CallName | null {
  if (Math.floor(number / 256) % 256 !== UFFDIO) return null;
  return REQUESTS[number % 256] ?? null;
}

/** ioctl(17<anon_inode:[userfaultfd]>, UFFDIO_COPY, {…}), or as older versions print it: ioctl(7, _IOC(_IOC_READ|_IOC_WRITE, 0xaa, 0x3, 0x28), 0x7ffc…)
 *  and ioctl(7, 0xc028aa03, 0x7ffc…), which name no range. */
function ioctl(row: CallRow, scan: Scan): void {
  row.wanted = false;
  scan.number();
  if (!scan.find(scan.code === 60 ? '>, ' : ', ')) return;
  if (scan.pass('_IOC(')) {
    if (!scan.find(', ') || scan.number() !== UFFDIO || !comma(scan)) return;
    const request = REQUESTS[scan.number()];
    if (request) row.of(request);
    return;
  }
  const number = scan.number();
  const name = Number.isNaN(number) ? scan.word() : requestOf(number);
  if (name === null) return;
  const read = IOCTLS[name];
  if (!read) return;
  row.of(name as CallName);
  if (scan.pass(' or ')) scan.word();
  read(row, scan);
}

/** Calls that are read: what they are called in the tables, and how their arguments are read. */
export const READ_CALLS: ReadonlyMap<string, readonly [CallName, Arguments]> = new Map<
  string,
  readonly [CallName, Arguments]
>([
  ['mmap', ['mmap', mmap]],
  ['mmap2', ['mmap', mmap]],
  ['old_mmap', ['mmap', mmap]],
  ['munmap', ['munmap', startAndLength]],
  ['mremap', ['mremap', mremap]],
  [
    'mprotect',
    [
      'mprotect',
      (row, scan) => {
        startAndLength(row, scan);
        if (comma(scan)) row.detail = flags(scan);
      },
    ],
  ],
  ['madvise', ['madvise', madvise]],
  ['process_madvise', ['process_madvise', processMadvise]],
  ['prctl', ['prctl', prctl]],
  [
    'brk',
    [
      'brk',
      (row, scan) => {
        row.start = scan.number();
      },
    ],
  ],
  [
    'userfaultfd',
    [
      'userfaultfd',
      (row, scan) => {
        row.detail = flags(scan);
      },
    ],
  ],
  ['fork', ['fork', fork]],
  [
    'vfork',
    [
      'fork',
      (row) => {
        row.detail = 'CLONE_VFORK|CLONE_VM';
      },
    ],
  ],
  ['clone', ['fork', fork]],
  ['clone2', ['fork', fork]],
  ['clone3', ['fork', fork]],
  ['execve', ['execve', () => {}]],
  ['execveat', ['execve', () => {}]],
  [
    'exit_group',
    [
      'exit',
      (row) => {
        row.detail = 'group';
      },
    ],
  ],
  ['exit', ['exit', () => {}]],
  ['ioctl', ['ioctl' as CallName, ioctl]],
]);

/** Bytes that an ioctl of userfaultfd reports as done, from `at` on: `, copy=0x1000}`, `zeropage=`, `mapped=`, `updated=`, `move=`; a
 *  negative one, printed as 64 bits or as `-EEXIST`, is -errno. NaN where none is printed. */
export function doneOf(text: string, at: number, errno: (name: string) => number): number {
  for (const field of DONE) {
    const found = text.indexOf(field, at);
    if (found < 0) continue;
    let from = found + field.length;
    if (text.charCodeAt(from) === 45) {
      const name = /^-([A-Z]\w{0,30}|\d{1,9})/.exec(text.slice(from, from + 40))?.[1] ?? '';
      return -(Number.isNaN(Number(name)) ? errno(name) : Number(name));
    }
    if (!text.startsWith('0x', from)) return Number.parseInt(text.slice(from, from + 20), 10);
    from += 2;
    let to = from;
    while (to < from + 17 && hexDigit(text.charCodeAt(to)) >= 0) to++;
    return to - from < 16 ? Number.parseInt(text.slice(from, to), 16) : negative(text.slice(from, to));
  }
  return Number.NaN;
}

const DONE = [' copy=', ' zeropage=', ' mapped=', ' updated=', ' move='];
const negative = (digits: string): number => Number(BigInt.asIntN(64, BigInt(`0x${digits}`)));
