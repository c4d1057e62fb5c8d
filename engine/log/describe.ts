/** One event of a log, and its sentence. */
import { actorOf, cpuOf, hostOf } from '../event/actor.ts';
import { type EventView, sentenceOf } from '../event/event.ts';
import type { Columns } from './columns.ts';

/** Event `n` as a reader sees it. */
export function eventAt(columns: Columns, n: number): EventView {
  const w = columns.who(n);
  return {
    kind: columns.kind(n),
    page: columns.page(n),
    arg: columns.arg(n),
    host: hostOf(w),
    actor: actorOf(w),
    cpu: cpuOf(w),
    subject: columns.subject,
  };
}

/** The sentence of event `n`. */
export function describe(columns: Columns, n: number): string {
  return sentenceOf(eventAt(columns, n));
}
