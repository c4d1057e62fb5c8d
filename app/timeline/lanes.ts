/** Which lanes the timeline shows, and in which order. Pure. */
import { ACTORS } from '../../engine/index.ts';

export interface LaneChoice {
  /** Actors whose lanes stand on top, in this order. */
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
}

/** The lanes of `actors` that are not hidden, the pinned ones first. */
export function arrange(actors: readonly number[], { pinned, hidden }: LaneChoice): number[] {
  const shown = actors.filter((a) => !hidden.includes(a));
  return [...pinned.filter((a) => shown.includes(a)), ...shown.filter((a) => !pinned.includes(a))];
}

/** The list with `actor` at its end, or without it when it had it. */
export function toggle(list: readonly number[], actor: number): number[] {
  return list.includes(actor) ? list.filter((a) => a !== actor) : [...list, actor];
}

/** `khugepaged,vcpu;kvm`: pinned ones, then hidden ones. */
export function writeLanes({ pinned, hidden }: LaneChoice): string {
  return [pinned, hidden].map((list) => list.map((a) => ACTORS[a]).join(',')).join(';');
}

/** Names that are no actor's are left out, and so is what is said twice. */
export function readLanes(text: string | null): LaneChoice {
  const [pinned = [], hidden = []] = (text ?? '').slice(0, 1000).split(';').map(actorsIn);
  return { pinned, hidden };
}

function actorsIn(names: string): number[] {
  const actors = names.split(',').map((name) => (ACTORS as readonly string[]).indexOf(name));
  return [...new Set(actors)].filter((a) => a >= 0);
}
