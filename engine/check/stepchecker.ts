/** The laws of `invariants.ts` held to a run step by step: what changed is looked at, not all of memory. */
import { invariant } from '../base/invariant.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { K } from '../event/event.ts';
import {
  HUGE,
  IN_FLIGHT,
  LOST,
  PIECE,
  PMD_HUGE,
  PRESENT,
  RECEIVED,
  STALE,
  TO_SEND,
  WAITING,
  ZERO,
} from '../event/pageword.ts';
import { type MemoryState, type Side, TOUCHED } from '../event/state.ts';
import {
  checkMarkers,
  checkPlaces,
  checkRegion,
  checkState,
  checkVmas,
  checkWaiting,
  placesOf,
} from './invariants.ts';

/** Steps between two looks at every page. */
const WHOLE_EVERY = 256;

/** Counters of a region: pages by what maps them. */
const REGION = { present: 0, huge: 1, zero: 2, pieces: 3 } as const;
const REGION_COUNTERS = 4;

/** What one host's pages add up to, and what each region had added when it was last looked at. */
interface Tally {
  readonly words: Uint16Array;
  /** The words two by two. */
  readonly pairs: Uint32Array;
  readonly byRegion: Uint16Array;
  readonly pmd: Uint8Array;
  rss: number;
  huge: number;
  deferred: number;
  held: number;
}

/** Holds a run's state to the laws after each of its steps: pages whose words changed since the step before, their regions, and
 *  the counters; every page each 256 steps, when the phase changes, and in `checkAll`. States with folios are looked at whole. */
export class StepChecker {
  private readonly tallies: readonly [Tally, Tally];
  /** Words of the state, two by two: most did not change. */
  private readonly pairs: readonly [Uint32Array, Uint32Array];
  private toSend = 0;
  private inFlight = 0;
  private received = 0;
  private stale = 0;
  private lost = 0;
  private readonly waiting = new Set<number>();
  /** Pages that were dropped after they came, and are not to be sent again. */
  private readonly nowhere = new Set<number>();
  /** Calls that drop memory, up to the step before. */
  private drops = 0;
  private steps = 0;
  private phase: number;

  constructor(private readonly s: MemoryState) {
    const pairs = ({ buffer, byteOffset, length }: Uint16Array) =>
      new Uint32Array(buffer, byteOffset, length >>> 1);
    this.pairs = [pairs(s.src.words), pairs(s.dst.words)];
    const tally = (words = new Uint16Array(s.pages)): Tally => ({
      words,
      pairs: pairs(words),
      byRegion: new Uint16Array(s.regions * REGION_COUNTERS),
      pmd: new Uint8Array(s.regions),
      rss: 0,
      huge: 0,
      deferred: 0,
      held: 0,
    });
    this.tallies = [tally(), tally()];
    this.phase = s.phase;
    for (const touched of s.touched) touched.fill(1);
  }

  /** The laws after one more step. */
  check(): void {
    const { s } = this;
    const whole = ++this.steps % WHOLE_EVERY === 0 || s.phase !== this.phase;
    this.phase = s.phase;
    if (whole || s.folios) this.checkAll();
    else this.checkChanged();
  }

  /** The laws of every page, and what changed since the last step. */
  checkAll(): void {
    if (!this.s.folios) this.checkChanged();
    checkState(this.s, this.nowhere);
  }

  private checkChanged(): void {
    const { s } = this;
    this.changedPages();
    this.drops = s.counts[K.DONTNEED]!;
    const { toSend, inFlight, received, stale, lost } = this;
    if (
      toSend !== s.toSend ||
      inFlight !== s.inFlight ||
      received !== s.received ||
      stale !== s.stale ||
      lost !== s.lost
    ) {
      const said = [s.toSend, s.inFlight, s.received, s.stale, s.lost];
      invariant(false, 'counts', { counted: [toSend, inFlight, received, stale, lost], said });
    }
    for (const page of this.waiting) checkWaiting(s, page);
    invariant(this.waiting.size <= s.waiting, 'E5.vii', { waiting: s.waiting, pages: this.waiting.size });
  }

  /** The pages and VMAs of regions that changed, on both hosts. */
  private changedPages(): void {
    const { s } = this;
    for (const side of [s.src, s.dst]) {
      const touched = s.touched[side.host];
      for (let region = 0; region < s.regions; region++) {
        const was = touched[region];
        if (was !== TOUCHED.new && was !== TOUCHED.kept) continue;
        touched[region] = was === TOUCHED.new ? TOUCHED.checked : 0;
        this.region(side, region);
      }
      const { rss, huge, deferred, held } = this.tallies[side.host];
      const equal =
        rss === side.rss && huge === side.huge && deferred === side.deferred && held === side.held;
      invariant(equal, 'counts', {
        host: side.host,
        rss,
        huge,
        deferred,
        held,
        said: { ...side, words: null },
      });
      checkVmas(side, s);
    }
  }

  /** The pages of a region that changed, then the region as a whole. */
  private region(side: Side, region: number): void {
    const { s } = this;
    const tally = this.tallies[side.host];
    const end = Math.min(s.pages, (region + 1) << PMD_ORDER);
    const [now, seen] = [this.pairs[side.host], tally.pairs];
    this.add(tally, region, -1);
    for (let p = region << PMD_ORDER; p < end; p += 2) {
      if (p + 1 < end && now[p >>> 1] === seen[p >>> 1]) continue;
      this.page(side, p);
      this.page(side, p + 1);
    }
    tally.pmd[region] = side.pmd[region]!;
    this.add(tally, region, 1);
    const at = region * REGION_COUNTERS;
    const n = tally.byRegion;
    checkRegion(
      side,
      region,
      n[at + REGION.present]!,
      n[at + REGION.huge]!,
      n[at + REGION.zero]!,
      n[at + REGION.pieces]!,
    );
  }

  /** A page whose word may have changed. */
  private page(side: Side, p: number): void {
    const tally = this.tallies[side.host];
    const w = side.words[p]!;
    const before = tally.words[p]!;
    if (w === before) return;
    tally.words[p] = w;
    this.count(side, p, before, -1);
    this.count(side, p, w, 1);
    checkMarkers(side, this.s, p);
    this.place(side, p, before);
  }

  /** Where a page is whose word was `before` on one side. */
  private place(side: Side, p: number, before: number): void {
    const { s, nowhere } = this;
    const places = placesOf(s.src.words[p]!, s.dst.words[p]!);
    if (places > 0) nowhere.delete(p);
    else if (side.host === 1 && before & RECEIVED && s.counts[K.DONTNEED]! > this.drops) nowhere.add(p);
    checkPlaces(s, p, nowhere);
  }

  /** Adds what a region says to the sums of its host, or takes it away. */
  private add(tally: Tally, region: number, by: 1 | -1): void {
    const pieces = tally.byRegion[region * REGION_COUNTERS + REGION.pieces]!;
    if (tally.pmd[region] === PMD_HUGE) tally.huge += by;
    if (pieces === 0) return;
    tally.deferred += by;
    tally.held += by * (PMD_PAGES - pieces);
  }

  private count(side: Side, page: number, w: number, by: 1 | -1): void {
    const tally = this.tallies[side.host];
    const n = tally.byRegion;
    const at = (page >>> PMD_ORDER) * REGION_COUNTERS;
    if (w & HUGE) n[at + REGION.huge] = n[at + REGION.huge]! + by;
    if (w & PRESENT) {
      n[at + REGION.present] = n[at + REGION.present]! + by;
      if (w & ZERO) n[at + REGION.zero] = n[at + REGION.zero]! + by;
      else tally.rss += by;
      if (w & PIECE) n[at + REGION.pieces] = n[at + REGION.pieces]! + by;
    }
    if (side.host === 0) {
      if (w & TO_SEND) this.toSend += by;
      if (w & IN_FLIGHT) this.inFlight += by;
      return;
    }
    if (w & RECEIVED) this.received += by;
    if (w & STALE) this.stale += by;
    if (w & LOST) this.lost += by;
    if (w & WAITING && by === 1) this.waiting.add(page);
    else if (w & WAITING) this.waiting.delete(page);
  }
}
