/** The ledger of one page: each time it was dirtied, sent, loaded, zapped, filled or collapsed, and why. */
import { hostOf } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K, KINDS, type KindKey } from '../event/event.ts';
import type { Columns } from '../log/columns.ts';
import { eventAt, eventsOfPage } from './events.ts';

/** One thing that befell a page. */
export interface LedgerRow {
  readonly step: number;
  readonly what: 'dirtied' | 'sent' | 'loaded' | 'zapped' | 'filled' | 'collapsed';
  readonly host: 0 | 1;
  /** Why: the words of the event that caused it. */
  readonly reason: string;
}

export type What = LedgerRow['what'];

const WHAT: Readonly<Record<What, readonly KindKey[]>> = {
  dirtied: ['POPULATE', 'WRITE', 'FILL'],
  sent: ['SEND', 'SEND_ZERO', 'IMAGE_WRITE'],
  loaded: ['LOAD', 'LOAD_ZERO', 'COPY', 'ZEROPAGE', 'RESTORE_PAGE'],
  zapped: ['ZAP', 'ZAP_PMD'],
  filled: [
    'FAULT_HUGE',
    'FAULT_HUGE_ZERO',
    'FAULT_SMALL',
    'FAULT_ZERO',
    'FAULT_MTHP',
    'COW_SMALL',
    'COW_HUGE',
    'COW_COPY',
  ],
  collapsed: ['COLLAPSE'],
};

/** What the events of each kind, by its number, do to a page; nothing for most. */
export const whats: (What | undefined)[] = KINDS.map(() => undefined);
for (const what of Object.keys(WHAT) as What[]) for (const key of WHAT[what]) whats[K[key]] = what;

/** Everything that befell `page` up to `step`, oldest first. `ofPage` are all its events (`eventsOfPage`), if they are known. */
export function ledgerOf(
  columns: Columns,
  page: number,
  step: number,
  ofPage: readonly number[] = eventsOfPage(columns, page),
): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (const n of ofPage) {
    if (n >= step) break;
    const what = whats[columns.kind(n)];
    if (what) rows.push({ step: n + 1, what, host: hostOf(columns.who(n)), reason: reasonOf(columns, n) });
  }
  return rows;
}

/** Words of the nearest call among the event's causes, else of what caused it, else its own. */
function reasonOf(columns: Columns, n: number): string {
  const cause = columns.cause(n);
  let call = cause;
  while (call !== NO_CAUSE && !KINDS[columns.kind(call)]?.call) call = columns.cause(call);
  const why = call !== NO_CAUSE ? call : cause !== NO_CAUSE ? cause : n;
  const e = eventAt(columns, why);
  return KINDS[e.kind]!.words(e);
}
