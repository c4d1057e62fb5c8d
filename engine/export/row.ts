/** One event as a line of a table: the same fields, under the same names, in every table that goes out. */
import { ACTORS } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { KINDS, sentenceOf } from '../event/event.ts';
import type { Columns } from '../log/columns.ts';
import { eventAt } from '../log/describe.ts';
import { pagesOf } from '../lookup/events.ts';

export interface Row {
  /** The step that it leads to: what the page shows there is the state after it. */
  readonly step: number;
  readonly time_ns: number;
  readonly actor: string;
  readonly cpu: number;
  readonly host: string;
  /** `area.verb` */
  readonly name: string;
  /** First page, as the log has it; where `count` is 0 the event is about no page. */
  readonly page: number;
  /** Pages that it is about. */
  readonly count: number;
  /** What else the log has of it; the rows of engine/event/kinds say what it means. */
  readonly arg: number;
  /** Step of the event that caused it. */
  readonly cause: number | null;
  readonly words: string;
}

export const ROW_FIELDS = [
  'step',
  'time_ns',
  'actor',
  'cpu',
  'host',
  'name',
  'page',
  'count',
  'arg',
  'cause',
  'words',
] as const satisfies readonly (keyof Row)[];

const HOSTS = ['source', 'destination'] as const;

/** Names of the two address spaces. */
export const hostNames = (columns: Columns): readonly [string, string] => columns.hosts ?? HOSTS;

/** Event `n` of the log. */
export function rowAt(columns: Columns, n: number): Row {
  const e = eventAt(columns, n);
  const spec = KINDS[e.kind]!;
  const cause = columns.cause(n);
  return {
    step: n + 1,
    time_ns: columns.time(n),
    actor: ACTORS[e.actor] ?? '',
    cpu: e.cpu,
    host: hostNames(columns)[e.host],
    name: spec.name,
    page: e.page,
    count: pagesOf(e.kind, e.arg),
    arg: e.arg,
    cause: cause === NO_CAUSE ? null : cause + 1,
    words: sentenceOf(e),
  };
}
