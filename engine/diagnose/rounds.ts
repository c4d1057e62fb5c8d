/** Rounds of a precopy in expectation: how much a guest that writes at random has dirtied after each, when the end comes, and what
 *  postcopy or auto-converge change (engine/migrate/qemu/precopy.ts, throttle.ts; FACTS Q8-Q11). Pure numbers, microseconds of work:
 *  what the simulation does with each page, this does with classes of pages that are written equally often. */
import { PAGE_BYTES } from '../base/units.ts';

/** Bytes on the wire of a page, of a zero page (Q4), and of the devices' state of a small guest. */
export const PAGE_ON_WIRE = PAGE_BYTES + 8;
const ZERO_ON_WIRE = 9;
const DEVICE_BYTES = 256 * 1024;
/** Stopping a guest, loading its devices and starting it there, ms. */
const SWITCH_MS = 8;
/** Sending, receiving and doing one range of the discards, ms. */
const RANGE_MS = 0.001;
/** A run is over after so many rounds: nothing changes any more. */
const MOST_ROUNDS = 400;
/** Auto-converge (Q1, Q11). */
const TRIGGER = 0.5;
const FIRST_THROTTLE = 20;
const THROTTLE_STEP = 10;
const MOST_THROTTLE = 99;

/** Access patterns that are told apart: parts of the guest, with their parts of its writes (engine/workload). */
export const PATTERNS = {
  uniform: [[1, 1]],
  hotset: [
    [1 / 8, 31 / 32],
    [3 / 8, 1 / 32],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [part: number, writes: number])[]>>;
export type PatternName = keyof typeof PATTERNS;

export interface Course {
  /** Pages with content, and zero pages. */
  readonly pages: number;
  readonly zeroPages: number;
  readonly pattern: PatternName;
  /** Bytes of pages written per second. */
  readonly dirtyRate: number;
  /** Bytes per second; of postcopy 0 for the same. */
  readonly bandwidth: number;
  readonly postcopyBandwidth: number;
  readonly limitMs: number;
  readonly autoConverge: boolean;
  /** Pages that are asked for have a channel of their own. */
  readonly preempt: boolean;
  /** When postcopy starts: never, after the first pass, or ms after the begin. */
  readonly postcopyAt: number | 'one-pass' | null;
}

export interface Figures {
  /** False: it goes on for ever. Then time and bytes are those of the rounds that were computed. */
  readonly ends: boolean;
  readonly totalMs: number;
  readonly downtimeMs: number;
  readonly transferredBytes: number;
  readonly normalPages: number;
  readonly syncs: number;
  /** Pages dirty after the last sync, those sent in postcopy, and pages per second that became dirty in the last round. */
  readonly dirtyPages: number;
  readonly postcopyPages: number;
  readonly dirtyPagesPerSecond: number;
}

/** Part of pages that the dirty log has at the end of a time in which each was written `x` times on average. It has those too that were
 *  sent after the write (H22). */
const dirtied = (x: number): number => -Math.expm1(-x);

class Rounds {
  private readonly sizes: readonly number[];
  private readonly shares: readonly number[];
  /** Dirty pages of each class. */
  private dirty: number[];
  private throttle = 0;
  private periodStart = 0;
  private periodSent = 0;
  private periodDirtied = 0;
  private tooHigh = 0;
  ms = 0;
  bytes = 0;
  sent = 0;
  syncs = 2;
  gainedPerSecond = 0;

  constructor(private readonly course: Course) {
    const pattern: readonly (readonly [number, number])[] = PATTERNS[course.pattern];
    this.sizes = pattern.map(([part]) => part * course.pages);
    this.shares = pattern.map(([, writes]) => writes);
    this.dirty = this.sizes.map(() => 0);
  }

  get left(): number {
    return this.dirty.reduce((a, b) => a + b, 0);
  }

  /** How often each page of class `c` is written in `ms`. */
  private writes(c: number, ms: number): number {
    const { dirtyRate } = this.course;
    const perSecond = ((dirtyRate / PAGE_BYTES) * this.shares[c]! * (100 - this.throttle)) / 100;
    return (perSecond * ms) / 1000 / this.sizes[c]!;
  }

  /** Sends all memory once, or the part of it that `ms` allows. Returns what part that was. */
  first(ms: number): number {
    const { pages, zeroPages, bandwidth } = this.course;
    const bytes = pages * PAGE_ON_WIRE + zeroPages * ZERO_ON_WIRE;
    const takes = (bytes * 1000) / bandwidth;
    const part = Math.min(1, ms / takes);
    this.dirty = this.sizes.map((n, c) => n * dirtied(this.writes(c, takes * part)));
    this.account(bytes * part, pages * part, takes * part);
    return part;
  }

  /** Sends what is dirty but for `keep` pages, and looks what became dirty meanwhile; at most for `ms`. */
  round(keep: number, ms: number): void {
    const before = this.left;
    const all = Math.max(0, before - keep);
    const takes = Math.min(ms, (all * PAGE_ON_WIRE * 1000) / this.course.bandwidth);
    const sent = (takes * this.course.bandwidth) / PAGE_ON_WIRE / 1000;
    const part = before > 0 ? sent / before : 0;
    this.dirty = this.dirty.map((n, c) => {
      const x = this.writes(c, takes);
      const kept = n * (1 - part);
      return kept + (this.sizes[c]! - kept) * dirtied(x);
    });
    this.account(sent * PAGE_ON_WIRE, sent, takes);
    const gained = Math.max(0, this.left - (before - sent));
    this.gainedPerSecond = takes > 0 ? (gained * 1000) / takes : 0;
    this.syncs++;
    this.slow(gained);
  }

  private account(bytes: number, pages: number, ms: number): void {
    this.bytes += bytes;
    this.sent += pages;
    this.ms += ms;
  }

  /** Auto-converge after a sync. */
  private slow(gained: number): void {
    this.periodDirtied += gained * PAGE_BYTES;
    if (this.ms <= this.periodStart + 1000) return;
    const tooMuch = this.periodDirtied > (this.bytes - this.periodSent) * TRIGGER;
    this.periodStart = this.ms;
    this.periodSent = this.bytes;
    this.periodDirtied = 0;
    if (!this.course.autoConverge || !tooMuch || ++this.tooHigh < 2) return;
    this.tooHigh = 0;
    this.throttle =
      this.throttle === 0 ? FIRST_THROTTLE : Math.min(MOST_THROTTLE, this.throttle + THROTTLE_STEP);
  }
}

/** What comes of a migration. */
export function courseOf(course: Course): Figures {
  const rounds = new Rounds(course);
  const { postcopyAt } = course;
  const until = typeof postcopyAt === 'number' ? postcopyAt : Number.POSITIVE_INFINITY;
  const part = rounds.first(until);
  const neverSent = (1 - part) * course.pages;
  if (postcopyAt === 'one-pass' || part < 1) return inPostcopy(course, rounds, neverSent);
  const fits = (course.bandwidth * course.limitMs) / 1000 / PAGE_BYTES;
  for (let n = 0; n < MOST_ROUNDS; n++) {
    // Pages are whole: half a page in expectation is none.
    if (rounds.left <= Math.max(fits, 0.5)) return completed(course, rounds);
    if (rounds.ms >= until) return inPostcopy(course, rounds, 0);
    rounds.round(Math.max(0, fits - 1), until - rounds.ms);
  }
  return figures(rounds, { ends: false, downtimeMs: Number.NaN, postcopyPages: 0 });
}

function completed(course: Course, rounds: Rounds): Figures {
  const last = rounds.left;
  const bytes = last * PAGE_ON_WIRE + DEVICE_BYTES;
  const downtimeMs = SWITCH_MS + (bytes * 1000) / course.bandwidth;
  const end = figures(rounds, { ends: true, downtimeMs, postcopyPages: 0 });
  return {
    ...end,
    totalMs: end.totalMs + downtimeMs,
    transferredBytes: end.transferredBytes + bytes,
    normalPages: end.normalPages + last,
  };
}

function inPostcopy(course: Course, rounds: Rounds, neverSent: number): Figures {
  const pages = rounds.left + neverSent;
  const bytes = pages * PAGE_ON_WIRE;
  const { bandwidth } = course;
  const rate = course.postcopyBandwidth > 0 ? Math.min(bandwidth, course.postcopyBandwidth) : bandwidth;
  // Pages that were written at random are runs of their own.
  const downtimeMs = SWITCH_MS + (DEVICE_BYTES * 1000) / bandwidth + rounds.left * RANGE_MS;
  const end = figures(rounds, { ends: true, downtimeMs, postcopyPages: pages });
  return {
    ...end,
    totalMs: end.totalMs + downtimeMs + (bytes * 1000) / rate,
    transferredBytes: end.transferredBytes + DEVICE_BYTES + bytes,
    normalPages: end.normalPages + pages,
  };
}

const figures = (
  { ms, bytes, sent, syncs, left, gainedPerSecond }: Rounds,
  end: Pick<Figures, 'ends' | 'downtimeMs' | 'postcopyPages'>,
): Figures => ({
  ...end,
  totalMs: ms,
  transferredBytes: bytes,
  normalPages: sent,
  syncs,
  dirtyPages: left,
  dirtyPagesPerSecond: gainedPerSecond,
});
