/** Which step of one run is aligned with a step of another: by number of events, by virtual time, or by the phases that both
 *  have. The aligned step never goes back when the first goes forward. */
import type { Columns } from '../log/columns.ts';

export const LOCKSTEPS = ['phases', 'time', 'events'] as const;
export type Lockstep = (typeof LOCKSTEPS)[number];

/** A run as far as it is compared. */
export interface Sided {
  readonly columns: Columns;
  readonly phases: readonly { readonly name: string; readonly step: number }[];
}

/** The step of `b` that is aligned with `step` of `a`. */
export function aligned(a: Sided, b: Sided, step: number, by: Lockstep): number {
  const at = Math.max(0, Math.min(a.columns.length, Math.floor(step)));
  if (by === 'events') return Math.min(at, b.columns.length);
  if (by === 'time') return at === 0 ? 0 : b.columns.firstAt(a.columns.time(at - 1) + 1);
  return byPhases(a, b, at);
}

/** As far into the same phase as `a` is; a phase that only `a` has finds `b` where the one before it ends. */
function byPhases(a: Sided, b: Sided, step: number): number {
  let from = { a: 0, b: 0 };
  let to = { a: a.columns.length, b: b.columns.length };
  for (const [i, j] of common(a, b)) {
    const place = { a: stepOf(a, i), b: stepOf(b, j) };
    if (place.a > step) {
      to = place;
      break;
    }
    from = place;
  }
  const end = Math.min(to.a, endOf(a, from.a));
  const bEnd = Math.min(to.b, endOf(b, from.b));
  const part = end > from.a ? Math.min(1, (step - from.a) / (end - from.a)) : 1;
  return step >= a.columns.length ? b.columns.length : from.b + Math.round(part * (bEnd - from.b));
}

const stepOf = (run: Sided, phase: number): number => run.phases[phase]?.step ?? run.columns.length;

/** Where the phase ends that holds `step`. */
const endOf = (run: Sided, step: number): number =>
  run.phases.find((p) => p.step > step)?.step ?? run.columns.length;

/** The longest list of phases that both runs have in the same order, as pairs of their numbers. */
function common(a: Sided, b: Sided): (readonly [number, number])[] {
  const [n, m] = [a.phases.length, b.phases.length];
  // longest[i][j]: length of the list for the phases from i and from j on.
  const longest = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  const same = (i: number, j: number): boolean => a.phases[i]?.name === b.phases[j]?.name;
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--)
      (longest[i] as Uint16Array)[j] = same(i, j)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < n && j < m; )
    if (same(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  return pairs;
}
