/** Laws that hold after every step (FACTS E5), for tests: of a whole state, and of its parts. */
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
import type { MemoryState, Side } from '../event/state.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD_MISSING } from '../event/vmalist.ts';

/** Pages of no account: see `checkPlaces`. */
export type Nowhere = ReadonlySet<number>;

const NO_PAGE: Nowhere = new Set();

/** Looks at every page. Throws EngineBug with the id of the first law that does not hold. */
export function checkState(s: MemoryState, nowhere: Nowhere = NO_PAGE): void {
  checkSums(s);
  checkAccounts(s, nowhere);
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
export function checkMarkers(side: Side, s: MemoryState, page: number): void {
  const w = side.words[page]!;
  if (w & PRESENT) return;
  const marker = w & (HUGE | POISON_MARKER | GUARD_MARKER | UFFD_WP);
  const sane = s.folios ? marker !== (POISON_MARKER | GUARD_MARKER) && !(w & HUGE) : marker === 0;
  if (!sane) invariant(false, 'E5.i', { host: side.host, page, word: w });
}

/** E5 i, ii of one region, whose pages were counted by what maps them. */
export function checkRegion(
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
export function checkVmas(side: Side, s: MemoryState): void {
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
function checkAccounts(s: MemoryState, nowhere: Nowhere): void {
  let waitingPages = 0;
  for (let p = 0; p < s.pages; p++) {
    if (s.dst.words[p]! & WAITING) {
      waitingPages++;
      checkWaiting(s, p);
    }
    checkPlaces(s, p, nowhere);
  }
  invariant(waitingPages <= s.waiting, 'E5.vii', { waitingPages, waiting: s.waiting });
}

/** E5 iii, vii: whoever waits for a page finds none there, and memory that is armed. A waiter that nobody woke may find its page
 *  filled (DONTWAKE), moved or unmapped in a script; in a migration never. */
export function checkWaiting(s: MemoryState, page: number): void {
  if (s.folios) return;
  invariant(!(s.dst.words[page]! & PRESENT), 'E5.vii', { page });
  invariant((s.dst.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0, 'E5.iii', { page });
}

/** E5 iv: during postcopy a page is received, still at the source, or under way. Of a process, what no dump found has no account.
 *  Two kinds of pages are nowhere, where somebody else than the migration had a hand in it. One is dropped after it came: the source
 *  has cleared its bit and sends it no more, and whoever touches it sleeps for good (Q39); `nowhere` has these pages. The other was
 *  all zero, and memory that was unregistered too early gave it zeroes before its copy came and was refused (H4). */
export function checkPlaces(s: MemoryState, page: number, nowhere: Nowhere): void {
  if (s.phase !== POSTCOPY && s.phase !== LAZY) return;
  const a = s.src.words[page]!;
  const b = s.dst.words[page]!;
  if (b & LOST || (s.phase === LAZY && !(a & (SENT | TO_SEND)))) return;
  const places = placesOf(a, b);
  if (places === 1) return;
  const zero = s.phase === LAZY && (b & PRESENT) !== 0 && s.counts[K.COPY_REFUSED]! > 0;
  const excused = places === 0 && s.counts[K.INJECT]! > 0 && (zero || nowhere.has(page));
  if (!excused) invariant(false, 'E5.iv', { page, src: a, dst: b });
}

/** In how many places a page with these words is. */
export const placesOf = (src: number, dst: number): number =>
  (dst & RECEIVED ? 1 : 0) + (src & TO_SEND ? 1 : 0) + (src & IN_FLIGHT ? 1 : 0);

const POSTCOPY = PHASES.indexOf('postcopy');
const LAZY = PHASES.indexOf('lazy');
