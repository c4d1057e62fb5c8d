/** The ledger of one page: each time it was dirtied, sent, loaded, zapped, filled or collapsed, and why. */
import { hostOf } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { KINDS } from '../event/event.ts';
import type { LedgerEntry } from '../event/kind.ts';
import type { Columns } from '../log/columns.ts';
import { describe } from '../log/describe.ts';
import { eventsOfPage } from './events.ts';

/** One thing that befell a page. */
export interface LedgerRow {
  readonly step: number;
  readonly what: LedgerEntry;
  readonly host: 0 | 1;
  /** The event itself. */
  readonly words: string;
  /** The call that led to it, else what caused it; null where that is the event itself. */
  readonly reason: string | null;
}

/** What the events of each kind, by its number, do to a page; undefined for most. */
export const whats = KINDS.map(({ ledger }) => ledger);

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
    if (what)
      rows.push({
        step: n + 1,
        what,
        host: hostOf(columns.who(n)),
        words: describe(columns, n),
        reason: reasonOf(columns, n),
      });
  }
  return rows;
}

/** Words of the nearest call among the event's causes, else of what caused it. */
function reasonOf(columns: Columns, n: number): string | null {
  const cause = columns.cause(n);
  let call = cause;
  while (call !== NO_CAUSE && !KINDS[columns.kind(call)]?.call) call = columns.cause(call);
  const why = call !== NO_CAUSE ? call : cause;
  return why === NO_CAUSE ? null : describe(columns, why);
}
