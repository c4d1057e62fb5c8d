/** Steps by units of meaning instead of events: along the tree of causes, by actor, by kind. Pure over columns; a unit looks
 *  at no more than the log once for each level of the tree.
 *
 *  Forward: `into` goes to the first event that this one caused; `over` to the next one with the same cause; `out` to the
 *  next one after the nearest cause that has one; `actor` and `kind` to the next event of the same actor or kind.
 *  Back: `into` goes to the cause, `over` to the one before with the same cause, `out` to the last event that this one
 *  before caused, `actor` and `kind` to the one before. So back undoes forward; of `out`, which leads to one place from
 *  many, forward undoes back. */
import type { Work } from '../base/work.ts';
import { actorOf } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { type Columns, PIECE } from '../log/columns.ts';

export const STEP_UNITS = ['into', 'over', 'out', 'actor', 'kind'] as const;
export type StepUnit = (typeof STEP_UNITS)[number];

/** The step that a step by `unit` leads to; `step` itself when there is no such event. Before the first event only its own
 *  step comes next. */
export function* stepBy(columns: Columns, step: number, unit: StepUnit, back: boolean): Work<number> {
  const n = Math.max(0, Math.min(columns.length, Math.floor(step) || 0)) - 1;
  if (n < 0) return back || columns.length === 0 ? 0 : 1;
  const to = yield* (back ? BACK : FORWARD)[unit](columns, n);
  return to < 0 ? n + 1 : to + 1;
}

/** Event → event, -1 when there is none. */
type Move = (columns: Columns, n: number) => Work<number>;

const over: Move = function* (columns, n) {
  const cause = columns.cause(n);
  return yield* after(columns, n, (m) => columns.cause(m) === cause);
};

const overBack: Move = function* (columns, n) {
  const cause = columns.cause(n);
  // A cause stands before what it causes.
  return yield* before(n, cause === NO_CAUSE ? 0 : cause + 1, (m) => columns.cause(m) === cause);
};

const FORWARD: Readonly<Record<StepUnit, Move>> = {
  into: (columns, n) => after(columns, n, (m) => columns.cause(m) === n),
  over,
  *out(columns, n) {
    for (let cause = columns.cause(n); cause !== NO_CAUSE; cause = columns.cause(cause)) {
      const next = yield* over(columns, cause);
      if (next >= 0) return next;
    }
    return -1;
  },
  actor: (columns, n) => {
    const actor = actorOf(columns.who(n));
    return after(columns, n, (m) => actorOf(columns.who(m)) === actor);
  },
  kind: (columns, n) => {
    const kind = columns.kind(n);
    return after(columns, n, (m) => columns.kind(m) === kind);
  },
};

const BACK: Readonly<Record<StepUnit, Move>> = {
  // biome-ignore lint/correctness/useYield: one event is looked at
  *into(columns, n) {
    const cause = columns.cause(n);
    return cause === NO_CAUSE ? -1 : cause;
  },
  over: overBack,
  *out(columns, n) {
    const sibling = yield* overBack(columns, n);
    return sibling < 0 ? -1 : yield* before(columns.length, sibling + 1, (m) => columns.cause(m) === sibling);
  },
  actor: (columns, n) => {
    const actor = actorOf(columns.who(n));
    return before(n, 0, (m) => actorOf(columns.who(m)) === actor);
  },
  kind: (columns, n) => {
    const kind = columns.kind(n);
    return before(n, 0, (m) => columns.kind(m) === kind);
  },
};

function* after(columns: Columns, n: number, is: (m: number) => boolean): Work<number> {
  for (let m = n + 1; m < columns.length; m++) {
    if (is(m)) return m;
    if (m % PIECE === 0) yield m / columns.length;
  }
  return -1;
}

/** The last of events [from, n). */
function* before(n: number, from: number, is: (m: number) => boolean): Work<number> {
  for (let m = n - 1; m >= from; m--) {
    if (is(m)) return m;
    if (m % PIECE === 0) yield 1 - m / n;
  }
  return -1;
}
