/** A recording of a real QEMU migration or CRIU restore: untrusted text, which `parseRecording` validates. Head fields by a valibot schema, the
 *  rows of `events` by the table of their kinds: there are tens of thousands of them. */

import * as v from 'valibot';
import { later, type Message, worded } from '../base/language.ts';
import * as LONGEST from '../base/longest.ts';
import { bad, ok, type Problem, type Result } from '../base/result.ts';
import { GIB, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { asRecording } from './criu.ts';

/** Most pages that all rows together may name: bounds the work that a short hostile file can ask for. */
const MOST_PAGES = 1 << 24;
/** Times in s from the `migrate` command; the log has 48 bits of ns, 78 hours. */
const MOST_SECONDS = 100_000;
const MOST_BYTES = 16 * GIB;
/** Calls that change flags; QEMU makes four a block. */
const MOST_FLAG_CALLS = 1000;

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

/** A text of at most so many characters. */
const short = (what: Message, most: number) =>
  v.pipe(
    v.string(later`expected ${what}`),
    v.maxLength(most, later`expected ${what} of at most ${most} characters`),
  );
const finite = (what: Message) =>
  v.pipe(v.number(later`expected ${what} as a number`), v.finite(later`expected ${what} as a finite number`));
const seconds = v.pipe(
  finite(later`seconds`),
  v.check(
    (s) => Math.abs(s) <= MOST_SECONDS,
    later`expected seconds between -${MOST_SECONDS} and ${MOST_SECONDS}`,
  ),
);

const rate = v.pipe(
  finite(later`bytes per second`),
  v.check((n) => n >= 0 && n <= 1000 * GIB, later`expected bytes per second up to 1000 GiB`),
);

const headSchema = v.object(
  {
    meta: v.object(
      {
        name: v.optional(short(later`a name`, LONGEST.name)),
        settings_seen: v.optional(v.array(v.unknown(), later`expected a list of [settings, samples]`), []),
        thread_names: v.optional(v.record(v.string(), short(later`a thread name`, LONGEST.name)), {}),
        caps_dst: v.optional(v.array(short(later`a capability`, LONGEST.name)), []),
        params: v.optional(
          v.object({ max_bandwidth: v.optional(rate, 0), max_postcopy_bandwidth: v.optional(rate, 0) }),
          {},
        ),
      },
      later`expected an object`,
    ),
    blocks: v.pipe(
      v.array(
        v.object(
          { id: short(later`a block name`, LONGEST.name), used: finite(later`bytes`) },
          later`expected {id, used}`,
        ),
        later`expected a list of RAM blocks`,
      ),
      v.maxLength(1024, later`expected at most 1024 blocks`),
    ),
    main_block: v.pipe(
      finite(later`the index of guest RAM in \`blocks\``),
      v.integer(later`expected a whole number`),
    ),
    phases: v.record(v.string(), seconds, later`expected an object of name → seconds`),
    events: v.array(v.unknown(), later`expected a list of rows`),
  },
  (issue) =>
    issue.expected === 'Object'
      ? worded`expected an object: a recording of QEMU has meta, blocks, main_block, phases and events`
      : worded`expected the field ${String(issue.expected)}: a recording of QEMU has meta, blocks, main_block, phases and events`,
);

/** What stops a recording from being read: what was expected, and what was found instead. */
class Refusal {
  constructor(
    readonly expected: Message,
    readonly got: unknown,
  ) {}
}

type Detail = Readonly<Record<string, unknown>>;

const isCount = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && n >= 0;
const isWhole = (n: unknown, least: number, most: number): n is number =>
  typeof n === 'number' && Number.isInteger(n) && n >= least && n <= most;
const threadOf = ({ tid }: Detail): string => (isCount(tid) ? String(tid) : '');

interface KindForm {
  /** About a range of pages of a block; else about no block. */
  readonly ranged: boolean;
  /** Changes flags of VMAs. */
  readonly flags?: boolean;
  /** What the row takes from its detail. Throws a Refusal. */
  readonly detail?: (x: Detail, t: number) => Partial<Row>;
}

const RANGE: KindForm = { ranged: true };
const FREE: KindForm = { ranged: false };

const FLAG_CALL: KindForm = {
  ranged: true,
  flags: true,
  detail: ({ th, us }, t) => ({
    text: typeof th === 'string' ? th.slice(0, LONGEST.name) : '',
    t1: isCount(us) ? t + us / 1e6 : t,
  }),
};

const USERFAULT: KindForm = {
  ranged: true,
  // UFFD_PAGEFAULT_FLAG_WRITE
  detail: (x) => ({ tid: threadOf(x), flag: isCount(x.fl) && (x.fl & 1) === 1 }),
};

const VERDICT: KindForm = {
  ranged: false,
  detail: ({ st, none }) => {
    if (typeof st !== 'string' || st.length > LONGEST.name)
      throw new Refusal(worded`x.st as a verdict of khugepaged`, st);
    return { text: st, a: isCount(none) ? none : -1 };
  },
};

/** Kinds of rows that are played; others are skipped. */
const KINDS = {
  mmap: RANGE,
  hugepage: FLAG_CALL,
  nohugepage: FLAG_CALL,
  init_dontneed: RANGE,
  dontneed: RANGE,
  pre_page: {
    ranged: true,
    detail: ({ f, t1 }, t) => {
      if (f !== 'page' && f !== 'zero') throw new Refusal(worded`x.f to be "page" or "zero"`, f);
      if (typeof t1 !== 'number' || !(t1 >= t) || t1 > MOST_SECONDS)
        throw new Refusal(worded`x.t1 to be a time from ${t} on`, t1);
      return { flag: f === 'page', t1 };
    },
  },
  pf: {
    ranged: true,
    detail: (x) => {
      if (x.w !== 0 && x.w !== 1) throw new Refusal(worded`x.w to be 0 or 1`, x.w);
      return { flag: x.w === 1, tid: threadOf(x) };
    },
  },
  uffd_register: FLAG_CALL,
  uffd_unregister: FLAG_CALL,
  fault: USERFAULT,
  fault_req: USERFAULT,
  request: RANGE,
  src_req: RANGE,
  uffd_copy: RANGE,
  uffd_zeropage: RANGE,
  smaps: {
    ranged: true,
    detail: ({ rss, ahp, fl }) => {
      if (!isCount(rss)) throw new Refusal(worded`x.rss in KiB`, rss);
      if (!isCount(ahp)) throw new Refusal(worded`x.ahp in KiB`, ahp);
      if (typeof fl !== 'string' || fl.length > LONGEST.words)
        throw new Refusal(worded`x.fl as the text of VmFlags`, fl);
      return { a: rss, b: ahp, text: fl };
    },
  },
  thp_gain: RANGE,
  thp_loss: RANGE,
  uffd_open: FREE,
  sync_end: {
    ranged: false,
    detail: ({ dirty_pages_new: n }) => ({ a: isCount(n) ? Math.min(Math.floor(n), 0xffffffff) : 0 }),
  },
  collapse: VERDICT,
  kh_scan: VERDICT,
} as const satisfies Record<string, KindForm>;
export type RowKind = keyof typeof KINDS;

const isPlayed = (kind: string): kind is RowKind => Object.hasOwn(KINDS, kind);

/** `value` as a short text for a message; what is inside a list or an object may be too deep to print. */
function show(value: unknown): string {
  if (value === undefined) return worded`nothing`;
  if (Array.isArray(value)) return worded`a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return worded`an object`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

/** The recording of a text, validated at once. */
export const parseRecording = (text: string, name: string): Result<Recording> =>
  whole(parsingRecording(text, name));

/** Part of the work of a recording that reading it is, beside playing it. */
export const PARSED = 0.2;

/** Rows between two looks at the clock. */
const ROWS = 1 << 12;

/** Validates the text of a recording. A problem names the place: `events[12].page`. */
export function* parsingRecording(text: string, name: string): Work<Result<Recording>> {
  if (text.length > LONGEST.recording) {
    const problem = worded`${name} has ${text.length} characters; at most ${LONGEST.recording} are read`;
    return bad('too-large', name, problem);
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (e) {
    // What else the message says is in the language of the browser's makers.
    const at = /position (\d+)/.exec(String(e))?.[1];
    return bad(
      'syntax',
      name,
      at === undefined
        ? worded`${name} is not JSON`
        : worded`${name} is not JSON: syntax error at character ${Number(at) + 1}`,
    );
  }
  yield PARSED / 4;
  const head = v.safeParse(headSchema, asRecording(input), { abortEarly: true });
  if (!head.success) {
    const issue = head.issues[0];
    const where = v.getDotPath(issue) ?? 'recording';
    return bad('invalid', where, worded`${where}: ${issue.message}, got ${show(issue.input)}`);
  }
  const { meta, blocks, main_block: main, phases, events } = head.output;
  const used = blocks[main]?.used;
  if (used === undefined) {
    const expected = worded`an index into the ${blocks.length} blocks`;
    return bad('invalid', 'main_block', worded`main_block: expected ${expected}, got ${main}`);
  }
  if (used < PMD_BYTES || used > MOST_BYTES || used % PMD_BYTES !== 0) {
    const where = `blocks[${main}].used`;
    return bad(
      'invalid',
      where,
      worded`${where}: expected bytes as a multiple of 2 MiB up to 16 GiB, got ${used}`,
    );
  }
  const pages = used / PAGE_BYTES;
  const rows = yield* readRows(events, main, pages);
  if (!rows.ok) return rows;
  return ok({
    name: meta.name ?? name,
    pages,
    ...settingsOf(meta.settings_seen),
    bandwidth: meta.params.max_bandwidth,
    postcopyBandwidth: meta.params.max_postcopy_bandwidth,
    preempt: meta.caps_dst.includes('postcopy-preempt'),
    threads: new Map(Object.entries(meta.thread_names)),
    phases: new Map(Object.entries(phases)),
    rows: rows.value,
    skipped: events.length - rows.value.length,
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

/** The rows that are played, in order of time. */
function* readRows(events: readonly unknown[], main: number, pages: number): Work<Result<Row[]>> {
  const rows: Row[] = [];
  let named = 0;
  let flagCalls = 0;
  const refuse = (i: number, message: string, code: Problem['code'] = 'too-large') =>
    bad(code, `events[${i}]`, worded`events[${i}]: ${message}`);
  for (let i = 0; i < events.length; i++) {
    if (i % ROWS === ROWS - 1) yield (PARSED * (1 + (3 * i) / events.length)) / 4;
    let row: Row | null;
    try {
      row = readRow(events[i], main, pages);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      return refuse(i, worded`expected ${e.expected}, got ${show(e.got)}`, 'invalid');
    }
    if (!row) continue;
    named += row.kind === 'smaps' ? 0 : row.n;
    if (named > MOST_PAGES) return refuse(i, worded`all rows together name more than ${MOST_PAGES} pages`);
    const form: KindForm = KINDS[row.kind];
    if (form.flags && ++flagCalls > MOST_FLAG_CALLS)
      return refuse(i, worded`more than ${MOST_FLAG_CALLS} calls change the flags of guest RAM`);
    rows.push(row);
  }
  if (rows.length === 0)
    return bad('invalid', 'events', worded`events: expected at least one row about guest RAM, got none`);
  return ok(rows.sort((a, b) => a.t - b.t));
}

const SHAPE = later`a row [t, side, kind, block, page, n, x]`;
const TIME = later`${SHAPE} with t in seconds between -${MOST_SECONDS} and ${MOST_SECONDS}`;

/** One row; null when it is not about the main block or not of a kind that is played. Throws a Refusal. */
function readRow(row: unknown, main: number, pages: number): Row | null {
  if (!Array.isArray(row) || row.length !== 7) throw new Refusal(SHAPE, row);
  const [t, side, kind, block, first, count, x] = row as readonly unknown[];
  if (typeof t !== 'number' || !(Math.abs(t) <= MOST_SECONDS)) throw new Refusal(TIME, t);
  if (side !== 'src' && side !== 'dst') throw new Refusal(worded`${SHAPE} with side "src" or "dst"`, side);
  if (typeof kind !== 'string') throw new Refusal(worded`${SHAPE} with kind as a text`, kind);
  if (block !== null && !isWhole(block, 0, Infinity))
    throw new Refusal(worded`${SHAPE} with block as an index or null`, block);
  if (!isPlayed(kind)) return null;
  const { ranged, detail }: KindForm = KINDS[kind];
  if (ranged && block !== main) return null;
  if (typeof x !== 'object' || Array.isArray(x))
    throw new Refusal(worded`${SHAPE} with x as an object or null`, x);
  const { page, n } = ranged ? rangeOf(kind, first, count, pages) : { page: 0, n: 0 };
  const taken = detail?.((x ?? {}) as Detail, t);
  return { t, kind, page, n, flag: false, t1: t, tid: '', text: '', a: 0, b: 0, ...taken };
}

/** The pages of a row, inside the block. An mmap row has no length: the block is mapped whole. */
function rangeOf(kind: RowKind, page: unknown, n: unknown, pages: number): { page: number; n: number } {
  if (!isWhole(page, 0, pages - 1))
    throw new Refusal(worded`${SHAPE} with page from 0 to ${pages - 1}`, page);
  const most = pages - page;
  if (n === null && kind === 'mmap') return { page, n: most };
  if (isWhole(n, 1, most)) return { page, n };
  throw new Refusal(
    worded`${SHAPE} with n from 1 to ${most} pages, so that page ${page} + n stays inside the block`,
    n,
  );
}
