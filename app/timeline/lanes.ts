/** Which lanes the timeline shows, and in which order. Pure. */
import { ACTORS } from '../../engine/index.ts';

export interface LaneChoice {
  /** Actors whose lanes stand on top, in this order. */
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
  /** All lanes have names, and curves the room that is left. */
  readonly unfolded: boolean;
}

/** The lanes of `actors` that are not hidden, the pinned ones first. */
export function arrange(
  actors: readonly number[],
  { pinned, hidden }: Pick<LaneChoice, 'pinned' | 'hidden'>,
): number[] {
  const shown = actors.filter((a) => !hidden.includes(a));
  return [...pinned.filter((a) => shown.includes(a)), ...shown.filter((a) => !pinned.includes(a))];
}

/** The list with `actor` at its end, or without it when it had it. */
export function toggle(list: readonly number[], actor: number): number[] {
  return list.includes(actor) ? list.filter((a) => a !== actor) : [...list, actor];
}

/** `khugepaged,vcpu;kvm;all`: pinned ones, hidden ones, and whether all have names. */
export function writeLanes({ pinned, hidden, unfolded }: LaneChoice): string {
  const lists = [pinned, hidden].map((list) => list.map((a) => ACTORS[a]).join(','));
  return [...lists, ...(unfolded ? ['all'] : [])].join(';');
}

/** Names that are no actor's are left out, and so is what is said twice. */
export function readLanes(text: string | null): LaneChoice {
  const [pinned = '', hidden = '', names] = (text ?? '').slice(0, 1000).split(';');
  return { pinned: actorsIn(pinned), hidden: actorsIn(hidden), unfolded: names === 'all' };
}

function actorsIn(names: string): number[] {
  const actors = names.split(',').map((name) => (ACTORS as readonly string[]).indexOf(name));
  return [...new Set(actors)].filter((a) => a >= 0);
}
