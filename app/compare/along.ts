/** Where a step of one of two runs lies on the axis that both share, 0…1. */
import type { Lockstep, RunInfo } from '../../engine/index.ts';
import { placeOf } from '../run/phases.ts';

export function alongPart(
  one: RunInfo,
  other: RunInfo,
  info: RunInfo,
  timeNs: number,
  step: number,
  by: Lockstep,
): number {
  if (by === 'time') return timeNs / Math.max(1, one.timeNs, other.timeNs);
  if (by === 'events') return step / Math.max(1, one.steps, other.steps);
  if (step >= info.steps) return 1;
  // The phases of the first run have a place each, of the same width; those that only the other has have none.
  const names = [...new Set<string>(one.phases.map((p) => p.name))];
  const place = placeOf(info, step);
  if (!place) return 0;
  const at = names.indexOf(place.phase);
  if (at >= 0) return (at + place.part) / names.length;
  const before = info.phases.filter((p) => p.step <= step && names.includes(p.name)).at(-1);
  return before ? (names.indexOf(before.name) + 1) / names.length : 0;
}
