/** Queries over a log of ten million events, made up in the proportions of a postcopy. */

import { Random } from '../base/random.ts';
import { whole } from '../base/work.ts';
import { DST_FAULT, DST_LISTEN, DST_LOAD, KHUGEPAGED, SRC_MIGRATION, VCPU, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { Columns } from '../log/columns.ts';
import { compile, type SearchContext } from '../search/compile.ts';
import { parseQuery } from '../search/parse.ts';
import { Search } from '../search/search.ts';
import { heading, median, row } from './table.ts';

const EVENTS = 10_000_000;
const PAGES = 1 << 22;
const RUNS = 7;
const ASKED = 50;
/** Events between two looks at the messages of a worker. */
const SLICE = 1 << 18;

const QUERIES: readonly (readonly [what: string, text: string])[] = [
  ['kinds', 'uffd.copy|uffd.wake'],
  ['every event', ''],
  ['page range', 'page=0x1a00..0x1bff'],
  ['half of all pages', 'page=0..0x1fffff'],
  ['pages of a range', 'madvise.* pages>=512 !host=src'],
  ['argument', 'arg>5 !arg=1000..2000'],
  ['direct cause', 'cause=uffd.read'],
  ['no cause', 'cause=none'],
  ['any cause', 'from=uffd.fault'],
  ['any cause, all pages', 'from=madvise.dontneed page=0..'],
  ['text fields', 'fn=*userfault* rule=F1*,U* host=dst actor=vcpu,dst-*'],
  ['time and vCPU', 'time=100ms..9s cpu=2,3'],
  ['all at once', 'uffd.copy host=dst page=0x1a00..0x7bff cause=postcopy from=uffd.fault arg>0'],
  ['either', 'uffd.copy host=dst or guest.write cpu=1 or from=madvise page=0..0xfff'],
];

/** Faults with all that they cause, writes, floods and background pages. */
function postcopy(): SearchContext {
  const columns = new Columns();
  const random = new Random(1, 1);
  let now = 0;
  const emit = (kind: number, by: number, page: number, arg: number, cause: number) => {
    now += random.below(2000);
    return columns.push(kind, by, page, arg, cause, now);
  };
  while (columns.length < EVENTS) {
    const page = random.below(PAGES);
    const dice = random.below(100);
    if (dice < 40) emit(K.WRITE, who(VCPU, dice & 1, dice & 7), page, random.below(100), NO_CAUSE);
    else if (dice < 60) {
      const send = emit(K.SEND, who(SRC_MIGRATION, 0), page, random.below(100), NO_CAUSE);
      emit(K.LOAD, who(DST_LOAD, 1), page, random.below(100), send);
    } else if (dice < 75) {
      const fault = emit(K.UFFD_FAULT, who(VCPU, 1, dice & 7), page, dice & 1, NO_CAUSE);
      const read = emit(K.UFFD_READ, who(DST_FAULT, 1), page, 0, fault);
      const request = emit(K.REQUEST, who(DST_FAULT, 1), page, random.below(100), read);
      const queue = emit(K.SRC_REQUEST, who(SRC_MIGRATION, 0), page, 0, request);
      const copy = emit(K.COPY, who(DST_LISTEN, 1), page, random.below(100), queue);
      emit(K.WAKE, who(DST_LISTEN, 1), page, 1, copy);
    } else if (dice < 95) {
      const call = emit(K.DONTNEED, who(DST_LOAD, 1), page, 1 + random.below(600), NO_CAUSE);
      emit(K.ZAP, who(DST_LOAD, 1), page, 1 + random.below(600), call);
    } else emit(K.KH_SCAN, who(KHUGEPAGED, 1), page, random.below(1 << 16), NO_CAUSE);
  }
  columns.trim();
  return { columns, cast: 'qemu', phases: [{ name: 'postcopy', label: 'postcopy', step: 1 }] };
}

function searchFor(text: string, context: SearchContext): Search {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.problem.message);
  const matcher = compile(query.value, context);
  if (!matcher.ok) throw new Error(matcher.problem.message);
  return new Search(matcher.value);
}

function timed(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

export function searchBench(): void {
  heading(`search, Node: 10 M events, median of ${RUNS}`);
  const context = postcopy();
  const { length } = context.columns;
  for (const [what, text] of QUERIES) {
    let found = 0;
    // Compiling counts, and slices as a worker takes them.
    const once = () => {
      const search = searchFor(text, context);
      while (!search.run(SLICE));
      found = search.total;
    };
    const ms = median(Array.from({ length: RUNS }, () => timed(once)));
    row(what, `${ms.toFixed(0)} ms`, `goal ≤ 300 ms; ${found} found by ${text === '' ? 'nothing' : text}`);
  }

  const steps = new Random(2, 2);
  const asked = (ask: () => void) =>
    `${median(Array.from({ length: ASKED }, () => timed(ask))).toFixed(2)} ms`;
  const rare = searchFor('page=0x1a00 khugepaged.scan', context);
  row(
    'next of a rare query that was not run',
    asked(() => whole(rare.next(steps.below(length)))),
  );
  const never = searchFor('check.lost', context);
  row(
    'next of a query that nothing matches',
    asked(() => whole(never.next(0))),
  );
  const common = searchFor('guest.write', context);
  common.run(length);
  row(
    'marks, 2000 buckets',
    asked(() => common.marks(0, length, 2000)),
  );
  row(
    '100 from the middle of the list',
    asked(() => common.slice(steps.below(common.total), 100)),
  );
}
