/** A recording of a real QEMU migration: text that nobody vouches for until `parseRecording` has gone through it.
 *  Head fields by valibot, the rows of `events` by hand: there are tens of thousands of them. */
import * as v from 'valibot';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { GIB, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';

/** Longest text that is looked at, in characters. */
export const RECORDING_LIMIT = 64 << 20;
/** Most pages that all rows together may name: bounds the work that a short hostile file can ask for. */
const MOST_PAGES = 1 << 24;
/** Times in s from the `migrate` command; the log has 48 bits of ns, 78 hours. */
const MOST_SECONDS = 100_000;
const MOST_BYTES = 16 * GIB;
/** Calls that change flags; QEMU makes four a block. */
const MOST_FLAG_CALLS = 1000;
const FLAG_CALLS: ReadonlySet<RowKind> = new Set([
  'hugepage',
  'nohugepage',
  'uffd_register',
  'uffd_unregister',
]);

/** Kinds of rows that are played. Those of the second list are about no block. */
const RANGE_KINDS = [
  'mmap',
  'hugepage',
  'nohugepage',
  'init_dontneed',
  'dontneed',
  'pre_page',
  'pf',
  'uffd_register',
  'uffd_unregister',
  'fault',
  'fault_req',
  'request',
  'src_req',
  'uffd_copy',
  'uffd_zeropage',
  'smaps',
  'thp_gain',
  'thp_loss',
] as const;
const FREE_KINDS = ['uffd_open', 'sync_end', 'collapse', 'kh_scan'] as const;
export type RowKind = (typeof RANGE_KINDS)[number] | (typeof FREE_KINDS)[number];

const RANGE: ReadonlySet<string> = new Set(RANGE_KINDS);
const FREE: ReadonlySet<string> = new Set(FREE_KINDS);

/** One row, with what its kind needs of the detail `x`; 0 and '' where a kind has no such detail. */
export interface Row {
  /** s */
  readonly t: number;
  readonly kind: RowKind;
  readonly page: number;
  readonly n: number;
  /** pf: a write. pre_page: page has content. */
  readonly flag: boolean;
  /** Time of the last page of a run, or of the end of a call, s. */
  readonly t1: number;
  /** Thread id of a fault. */
  readonly tid: string;
  /** Thread name of a call, status of a verdict, VmFlags of a sample. */
  readonly text: string;
  /** Verdict: holes and zero pages, -1 when not said. Sample: Rss, KiB. Sync: pages. */
  readonly a: number;
  /** Sample: AnonHugePages, KiB. */
  readonly b: number;
}

export interface Recording {
  readonly name: string;
  readonly pages: number;
  readonly enabled: 'always' | 'madvise' | 'never';
  readonly maxPtesNone: number;
  /** khugepaged's scan_sleep_millisecs and pages_to_scan. */
  readonly scanSleepMs: number;
  readonly pagesToScan: number;
  /** Limits given to QEMU, bytes a second; 0 where none is told. */
  readonly bandwidth: number;
  readonly postcopyBandwidth: number;
  readonly preempt: boolean;
  readonly threads: ReadonlyMap<string, string>;
  /** Phase name → s. */
  readonly phases: ReadonlyMap<string, number>;
  /** Rows of the main block in order of time. */
  readonly rows: readonly Row[];
  /** Rows not played: of other blocks, of kinds that say nothing of page tables, of kinds unknown here. */
  readonly skipped: number;
}

const finite = (what: string) =>
  v.pipe(v.number(`expected ${what} as a number`), v.finite(`expected ${what} as a finite number`));
const seconds = v.pipe(
  finite('seconds'),
  v.check(
    (s) => Math.abs(s) <= MOST_SECONDS,
    `expected seconds between -${MOST_SECONDS} and ${MOST_SECONDS}`,
  ),
);

const rate = v.pipe(
  finite('bytes a second'),
  v.check((n) => n >= 0 && n <= 1000 * GIB, 'expected bytes a second up to 1000 GiB'),
);

const headSchema = v.object(
  {
    meta: v.object(
      {
        name: v.optional(v.string('expected a name')),
        settings_seen: v.optional(v.array(v.unknown(), 'expected a list of [settings, samples]'), []),
        thread_names: v.optional(v.record(v.string(), v.string('expected a thread name')), {}),
        caps_dst: v.optional(v.array(v.string('expected a capability')), []),
        params: v.optional(
          v.object({ max_bandwidth: v.optional(rate, 0), max_postcopy_bandwidth: v.optional(rate, 0) }),
          {},
        ),
      },
      'expected an object',
    ),
    blocks: v.pipe(
      v.array(
        v.object({ id: v.string('expected a block name'), used: finite('bytes') }, 'expected {id, used}'),
        'expected a list of RAM blocks',
      ),
      v.maxLength(1024, 'expected at most 1024 blocks'),
    ),
    main_block: v.pipe(finite('the index of guest RAM in `blocks`'), v.integer('expected a whole number')),
    phases: v.record(v.string(), seconds, 'expected an object of name → seconds'),
    events: v.array(v.unknown(), 'expected a list of rows'),
  },
  (issue) =>
    `expected ${issue.expected === 'Object' ? 'an object' : `the field ${issue.expected}`}: ` +
    'a recording of QEMU has meta, blocks, main_block, phases and events',
);

/** A row that cannot be used: what was expected. */
class RowProblem {
  constructor(
    readonly expected: string,
    readonly got: unknown,
    readonly code: Problem['code'] = 'invalid',
  ) {}
}

/** `value` as a short text for a message; what is inside a list or an object may be too deep to print. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

/** Validates the text of a recording. A problem names the place: `events[12].page`. */
export function parseRecording(text: string, name: string): Result<Recording> {
  if (text.length > RECORDING_LIMIT) {
    return bad(
      'too-large',
      name,
      `${name} has ${text.length} characters; at most ${RECORDING_LIMIT} are read`,
    );
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (e) {
    return bad(
      'syntax',
      name,
      `${name} is not JSON: ${e instanceof Error ? e.message.slice(0, 200) : 'syntax error'}`,
    );
  }
  const head = v.safeParse(headSchema, input, { abortEarly: true });
  if (!head.success) {
    const issue = head.issues[0];
    const where = v.getDotPath(issue) ?? 'recording';
    return bad('invalid', where, `${where}: ${issue.message}, got ${show(issue.input)}`);
  }
  const { meta, blocks, main_block, phases, events } = head.output;
  const block = blocks[main_block];
  if (!block)
    return bad(
      'invalid',
      'main_block',
      `main_block: expected an index into the ${blocks.length} blocks, got ${main_block}`,
    );
  if (block.used < PMD_BYTES || block.used > MOST_BYTES || block.used % PMD_BYTES !== 0) {
    const where = `blocks[${main_block}].used`;
    return bad(
      'invalid',
      where,
      `${where}: expected bytes as a multiple of 2 MiB up to 16 GiB, got ${block.used}`,
    );
  }
  const pages = block.used / PAGE_BYTES;
  const rows: Row[] = [];
  let named = 0;
  let flagCalls = 0;
  for (let i = 0; i < events.length; i++) {
    const row = readRow(events[i], main_block, pages);
    if (row instanceof RowProblem) {
      const where = `events[${i}]`;
      return bad(row.code, where, `${where}: expected ${row.expected}, got ${show(row.got)}`);
    }
    if (!row) continue;
    named += row.kind === 'smaps' ? 0 : row.n;
    if (named > MOST_PAGES)
      return bad(
        'too-large',
        `events[${i}]`,
        `events[${i}]: all rows together name more than ${MOST_PAGES} pages`,
      );
    if (FLAG_CALLS.has(row.kind) && ++flagCalls > MOST_FLAG_CALLS) {
      return bad(
        'too-large',
        `events[${i}]`,
        `events[${i}]: more than ${MOST_FLAG_CALLS} calls change the flags of guest RAM`,
      );
    }
    rows.push(row);
  }
  if (rows.length === 0)
    return bad('invalid', 'events', 'events: expected at least one row about guest RAM, got none');
  const skipped = events.length - rows.length;
  rows.sort((a, b) => a.t - b.t);
  return ok({
    name: meta.name ?? name,
    pages,
    ...settingsOf(meta.settings_seen),
    bandwidth: meta.params.max_bandwidth,
    postcopyBandwidth: meta.params.max_postcopy_bandwidth,
    preempt: meta.caps_dst.includes('postcopy-preempt'),
    threads: new Map(Object.entries(meta.thread_names)),
    phases: new Map(Object.entries(phases)),
    rows,
    skipped,
  });
}

/** The kernel's knobs as first seen: [enabled, defrag, scan_sleep_ms, pages_to_scan, max_ptes_none]; QEMU's own default otherwise. */
function settingsOf(
  seen: readonly unknown[],
): Pick<Recording, 'enabled' | 'maxPtesNone' | 'scanSleepMs' | 'pagesToScan'> {
  const first: unknown = Array.isArray(seen[0]) ? seen[0][0] : undefined;
  const knobs: readonly unknown[] = Array.isArray(first) ? first : [];
  const enabled = knobs[0] === 'always' || knobs[0] === 'never' ? knobs[0] : 'madvise';
  const number = (i: number, most: number, otherwise: number) => {
    const n = Number(knobs[i] ?? otherwise);
    return Number.isInteger(n) && n >= 0 && n <= most ? n : otherwise;
  };
  return {
    enabled,
    maxPtesNone: number(4, 511, 511),
    scanSleepMs: number(2, 3_600_000, 10_000),
    pagesToScan: number(3, 1 << 30, 4096),
  };
}

const SHAPE = 'a row [t, side, kind, block, page, n, x]';

/** One row; undefined when it is not about the main block or not of a kind that is played. */
function readRow(row: unknown, mainBlock: number, pages: number): Row | RowProblem | undefined {
  if (!Array.isArray(row) || row.length !== 7) return new RowProblem(SHAPE, row);
  const [t, side, kind, block, page, count, detail] = row as readonly unknown[];
  if (typeof t !== 'number' || !Number.isFinite(t) || Math.abs(t) > MOST_SECONDS) {
    return new RowProblem(`${SHAPE} with t in seconds between -${MOST_SECONDS} and ${MOST_SECONDS}`, t);
  }
  if (side !== 'src' && side !== 'dst') return new RowProblem(`${SHAPE} with side "src" or "dst"`, side);
  if (typeof kind !== 'string') return new RowProblem(`${SHAPE} with kind as a text`, kind);
  if (block !== null && !(typeof block === 'number' && Number.isInteger(block) && block >= 0)) {
    return new RowProblem(`${SHAPE} with block as an index or null`, block);
  }
  const free = FREE.has(kind);
  if (!free && (!RANGE.has(kind) || block !== mainBlock)) return undefined;
  const x: Readonly<Record<string, unknown>> | RowProblem = readDetail(detail);
  if (x instanceof RowProblem) return x;
  let first = 0;
  let n = 0;
  if (!free) {
    if (typeof page !== 'number' || !Number.isInteger(page) || page < 0 || page >= pages) {
      return new RowProblem(`${SHAPE} with page from 0 to ${pages - 1}`, page);
    }
    first = page;
    // An mmap row has no length: the block is mapped whole.
    const whole = count === null && kind === 'mmap';
    if (
      !whole &&
      (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > pages - page)
    ) {
      return new RowProblem(
        `${SHAPE} with n from 1 to ${pages - page} pages, so that page ${page} + n stays inside the block`,
        count,
      );
    }
    n = whole ? pages - page : count!;
  }
  return fill(kind as RowKind, t, first, n, x);
}

const NO_DETAIL = {};

function readDetail(detail: unknown): Readonly<Record<string, unknown>> | RowProblem {
  if (detail === null) return NO_DETAIL;
  if (typeof detail === 'object' && !Array.isArray(detail)) return detail as Record<string, unknown>;
  return new RowProblem(`${SHAPE} with x as an object or null`, detail);
}

const isCount = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && n >= 0;
const asText = (text: unknown): string => (typeof text === 'string' ? text : '');

/** Takes from `x` what the kind needs. */
function fill(
  kind: RowKind,
  t: number,
  page: number,
  n: number,
  x: Readonly<Record<string, unknown>>,
): Row | RowProblem {
  let flag = false;
  let t1 = t;
  let tid = '';
  let text = '';
  let a = 0;
  let b = 0;
  switch (kind) {
    case 'pf':
      if (x.w !== 0 && x.w !== 1) return new RowProblem('x.w to be 0 or 1', x.w);
      flag = x.w === 1;
      tid = isCount(x.tid) ? String(x.tid) : '';
      break;
    case 'fault':
    case 'fault_req':
      tid = isCount(x.tid) ? String(x.tid) : '';
      // UFFD_PAGEFAULT_FLAG_WRITE
      flag = isCount(x.fl) && (x.fl & 1) === 1;
      break;
    case 'pre_page':
      if (x.f !== 'page' && x.f !== 'zero') return new RowProblem('x.f to be "page" or "zero"', x.f);
      flag = x.f === 'page';
      if (typeof x.t1 !== 'number' || !(x.t1 >= t) || x.t1 > MOST_SECONDS)
        return new RowProblem(`x.t1 to be a time from ${t} on`, x.t1);
      t1 = x.t1;
      break;
    case 'smaps':
      if (!isCount(x.rss)) return new RowProblem('x.rss in KiB', x.rss);
      if (!isCount(x.ahp)) return new RowProblem('x.ahp in KiB', x.ahp);
      if (typeof x.fl !== 'string') return new RowProblem('x.fl as the text of VmFlags', x.fl);
      a = x.rss;
      b = x.ahp;
      text = x.fl;
      break;
    case 'collapse':
    case 'kh_scan':
      if (typeof x.st !== 'string') return new RowProblem('x.st as a verdict of khugepaged', x.st);
      text = x.st;
      a = isCount(x.none) ? x.none : -1;
      break;
    case 'sync_end':
      a = isCount(x.dirty_pages_new) ? Math.min(Math.floor(x.dirty_pages_new), 0xffffffff) : 0;
      break;
    case 'hugepage':
    case 'nohugepage':
    case 'uffd_register':
    case 'uffd_unregister':
      text = asText(x.th);
      if (isCount(x.us)) t1 = t + x.us / 1e6;
      break;
    default:
      break;
  }
  return { t, kind, page, n, flag, t1, tid, text, a, b };
}
