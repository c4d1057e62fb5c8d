/** Flags over the run as one row per host: stretches in which the same flags hold. Pure. */
import { FLAGS, type Flag, type FlagSpans } from '../../engine/index.ts';

/** A flag and how many of the mapped pages have it. */
export interface Held {
  readonly flag: Flag;
  readonly pages: number;
  readonly of: number;
}

/** Steps `from` up to, not including, `to`. */
export interface FlagSegment {
  readonly from: number;
  readonly to: number;
  /** In the order of FLAGS; never none. */
  readonly held: readonly Held[];
}

/** The segments of a host, in order; where it has no flag there is none. */
export function segmentsOf(spans: FlagSpans, host: 0 | 1): FlagSegment[] {
  const turns: { readonly step: number; readonly span: number; readonly begins: boolean }[] = [];
  spans.host.forEach((of, span) => {
    if (of !== host) return;
    turns.push(
      { step: spans.from[span]!, span, begins: true },
      { step: spans.to[span]!, span, begins: false },
    );
  });
  // Of one flag a span ends before the next one begins.
  turns.sort((a, b) => a.step - b.step || Number(a.begins) - Number(b.begins));
  const segments: FlagSegment[] = [];
  const open = new Map<number, Held>();
  turns.forEach(({ step, span, begins }, i) => {
    const flag = spans.flag[span]!;
    if (begins) open.set(flag, { flag: FLAGS[flag]!, pages: spans.pages[span]!, of: spans.of[span]! });
    else open.delete(flag);
    const next = turns[i + 1]?.step ?? step;
    if (next === step || open.size === 0) return;
    const held = [...open].sort(([a], [b]) => a - b).map(([, of]) => of);
    segments.push({ from: step, to: next, held });
  });
  return segments;
}

/** The segment that holds a step. */
export const segmentAt = (segments: readonly FlagSegment[], step: number): FlagSegment | null =>
  segments.find((s) => step >= s.from && step < s.to) ?? null;

/** The rows of the hosts that have any flag. */
export const flagRowsOf = (spans: FlagSpans) =>
  ([0, 1] as const)
    .map((host) => ({ host, segments: segmentsOf(spans, host) }))
    .filter(({ segments }) => segments.length > 0);
