/** Laws that hold after every step (FACTS E5), for tests: all of a state at once, or step by step what changed. */
import { invariant } from '../base/invariant.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { PHASES } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { type Folios, NO_FRAME } from '../event/folios.ts';
import {
  GUARD_MARKER,
  HUGE,
  IN_FLIGHT,
  LOST,
  PIECE,
  PMD_HUGE,
  PMD_HUGE_ZERO,
  PMD_NONE,
  POISON_MARKER,
  PRESENT,
  RECEIVED,
  SENT,
  STALE,
  TO_SEND,
  UFFD_WP,
  WAITING,
  ZERO,
} from '../event/pageword.ts';
import { type MemoryState, type Side, TOUCHED } from '../event/state.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD_MISSING } from '../event/vmalist.ts';

/** Looks at every page. Throws EngineBug with the id of the first law that does not hold. */
export function checkState(s: MemoryState): void {
  checkSums(s);
  checkAccounts(s);
}

/** The laws that hold after every event, not only after every act of an actor: page tables, folios, VMAs, and sums of them. */
export function checkSums(s: MemoryState): void {
  for (const side of [s.src, s.dst]) {
    checkPageTable(side, s);
    checkVmas(side, s);
  }
  if (s.folios) checkFolios(s, s.folios);
  checkCounts(s);
}

/** E5 i, ii: one PMD state, and pages that agree with it; a folio is held exactly while pieces are mapped. */
function checkPageTable(side: Side, s: MemoryState): void {
  let rss = 0;
  let huge = 0;
  let deferred = 0;
  let held = 0;
  for (let region = 0; region < s.regions; region++) {
    const pmd = side.pmd[region]!;
    let present = 0;
    let hugeMapped = 0;
    let zero = 0;
    let pieces = 0;
    const first = region << PMD_ORDER;
    for (let p = first; p < first + PMD_PAGES; p++) {
      const w = side.words[p]!;
      if (w & PRESENT) present++;
      if (w & HUGE) hugeMapped++;
      if (w & PRESENT && w & ZERO) zero++;
      if (w & PRESENT && w & PIECE) pieces++;
      if (w & PRESENT && !(w & ZERO)) rss++;
      checkMarkers(side, s, p);
    }
    checkRegion(side, region, present, hugeMapped, zero, pieces);
    if (pmd === PMD_HUGE) huge++;
    if (pieces > 0) {
      deferred++;
      held += PMD_PAGES - pieces;
    }
  }
  const counted = [rss, huge, deferred, held];
  const said = [side.rss, side.huge, side.deferred, side.held];
  invariant(counted.join() === said.join(), 'counts', { host: side.host, counted, said });
}

/** An entry that is not present is no poison and guard at once, and markers only where folios are told apart. */
function checkMarkers(side: Side, s: MemoryState, page: number): void {
  const w = side.words[page]!;
  if (w & PRESENT) return;
  const marker = w & (HUGE | POISON_MARKER | GUARD_MARKER | UFFD_WP);
  const sane = s.folios ? marker !== (POISON_MARKER | GUARD_MARKER) && !(w & HUGE) : marker === 0;
  if (!sane) invariant(false, 'E5.i', { host: side.host, page, word: w });
}

/** E5 i, ii of one region, whose pages were counted by what maps them. */
function checkRegion(
  side: Side,
  region: number,
  present: number,
  huge: number,
  zero: number,
  pieces: number,
): void {
  const pmd = side.pmd[region]!;
  const held = side.pieces[region]!;
  const facts = { host: side.host, region, pmd, present, huge, zero, pieces, held };
  if (pmd === PMD_NONE) invariant(present === 0, 'E5.i', facts);
  else if (pmd === PMD_HUGE)
    invariant(huge === PMD_PAGES && present === PMD_PAGES && zero === 0 && pieces === 0, 'E5.i', facts);
  else if (pmd === PMD_HUGE_ZERO) invariant(huge === PMD_PAGES && zero === PMD_PAGES, 'E5.i', facts);
  else invariant(huge === 0, 'E5.i', facts);
  invariant(held === (pmd === PMD_HUGE ? PMD_PAGES : pieces), 'E5.ii', facts);
}

/** E5 ii by frame: every mapping is counted once, a frame has one folio, and what two address spaces map is exclusive to
 *  neither. */
function checkFolios(s: MemoryState, folios: Folios): void {
  const mapcount = new Uint16Array(folios.frames);
  const mappings = new Uint16Array(folios.folios * 2);
  for (const side of [s.src, s.dst]) {
    const frames = side.frames!;
    for (let p = 0; p < s.pages; p++) {
      const w = side.words[p]!;
      const frame = frames[p]!;
      const holds = (w & PRESENT) !== 0 && (w & ZERO) === 0;
      // The facts are made only when they are needed: this runs per page, after every operation.
      if (holds !== (frame !== NO_FRAME))
        invariant(false, 'E5.ii', { host: side.host, page: p, word: w, frame });
      if (!holds) continue;
      mapcount[frame] = mapcount[frame]! + 1;
      const folio = folios.folioAt(frame);
      mappings[folio * 2 + side.host] = mappings[folio * 2 + side.host]! + 1;
      const large = folios.orderAt(frame) > 0;
      if (large !== ((w & (PIECE | HUGE)) !== 0))
        invariant(false, 'E5.ii', { host: side.host, page: p, word: w, folio });
    }
  }
  for (let frame = 1; frame < folios.frames; frame++) {
    const n = mapcount[frame]!;
    if (folios.mapcount[frame] !== n)
      invariant(false, 'E5.ii', { frame, counted: n, said: folios.mapcount[frame] });
    if (n >= 2 && folios.exclusive[frame] !== 0) invariant(false, 'E5.ii', { frame, n });
  }
  for (let i = 2; i < mappings.length; i++)
    if (folios.mappings[i] !== mappings[i]) invariant(false, 'E5.ii', { folio: i >> 1, host: i & 1 });
}

/** E5 v, vi: hg and nh never both; neighbours that are equal are merged. */
function checkVmas(side: Side, s: MemoryState): void {
  // fork and mremap copy VMAs without asking whether the copies could be one.
  const copied = s.counts[K.FORK]! + s.counts[K.VMA_COPY]! > 0;
  side.vmas.list.forEach((v, i, all) => {
    invariant((v.flags & (VM_HUGEPAGE | VM_NOHUGEPAGE)) !== (VM_HUGEPAGE | VM_NOHUGEPAGE), 'E5.v', { ...v });
    const before = all[i - 1];
    if (!before) return;
    const mergeable =
      !copied && before.flags === v.flags && (before.anon === v.anon || before.anon === 0 || v.anon === 0);
    invariant(before.end < v.start || (before.end === v.start && !mergeable), 'E5.vi', { before, v });
  });
}

/** The counters that the fold keeps. */
function checkCounts(s: MemoryState): void {
  let toSend = 0;
  let stale = 0;
  let lost = 0;
  let received = 0;
  let inFlight = 0;
  for (let p = 0; p < s.pages; p++) {
    const a = s.src.words[p]!;
    const b = s.dst.words[p]!;
    if (a & TO_SEND) toSend++;
    if (a & IN_FLIGHT) inFlight++;
    if (b & RECEIVED) received++;
    if (b & STALE) stale++;
    if (b & LOST) lost++;
  }
  const counted = [toSend, stale, lost, received, inFlight];
  const said = [s.toSend, s.stale, s.lost, s.received, s.inFlight];
  invariant(counted.join() === said.join(), 'counts', { counted, said });
}

/** E5 iii, iv, vii: who waits for a page, and where each page is during postcopy. */
function checkAccounts(s: MemoryState): void {
  let waitingPages = 0;
  for (let p = 0; p < s.pages; p++) {
    if (s.dst.words[p]! & WAITING) {
      waitingPages++;
      checkWaiting(s, p);
    }
    checkPlaces(s, p);
  }
  invariant(waitingPages <= s.waiting, 'E5.vii', { waitingPages, waiting: s.waiting });
}

/** E5 iii, vii: whoever waits for a page finds none there, and memory that is armed. A waiter that nobody woke may find its page
 *  filled (DONTWAKE), moved or unmapped in a script; in a migration never. */
function checkWaiting(s: MemoryState, page: number): void {
  if (s.folios) return;
  invariant(!(s.dst.words[page]! & PRESENT), 'E5.vii', { page });
  invariant((s.dst.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0, 'E5.iii', { page });
}

/** E5 iv: during postcopy a page is received, still at the source, or under way. Of a process, what no dump found has no
 *  account; what it drops itself while pages come is nobody's. */
function checkPlaces(s: MemoryState, page: number): void {
  if (s.phase !== POSTCOPY && s.phase !== LAZY) return;
  const a = s.src.words[page]!;
  const b = s.dst.words[page]!;
  const dumped = s.phase === LAZY && (a & (SENT | TO_SEND)) !== 0 && s.counts[K.INJECT] === 0;
  if ((s.phase !== POSTCOPY && !dumped) || b & LOST) return;
  const places = (b & RECEIVED ? 1 : 0) + (a & TO_SEND ? 1 : 0) + (a & IN_FLIGHT ? 1 : 0);
  if (places !== 1) invariant(false, 'E5.iv', { page, src: a, dst: b });
}

const POSTCOPY = PHASES.indexOf('postcopy');
const LAZY = PHASES.indexOf('lazy');

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
    checkState(this.s);
  }

  private checkChanged(): void {
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
    checkPlaces(this.s, p);
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
