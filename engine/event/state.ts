/** The state that events fold into: what both hosts' page tables, EPT and QEMU know of guest memory at one step.
 *  The machine changes its own state by the same fold, so a replica that folds the log cannot differ from it. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { Folios } from './folios.ts';
import { type Host, HUGE, PIECE, PMD_HUGE, PRESENT, ZERO } from './pageword.ts';
import { VmaList } from './vmalist.ts';

/** One host's side. */
export interface Side {
  readonly host: Host;
  /** Page words, one a guest page. */
  readonly words: Uint16Array;
  /** PMD state, one a 2 MiB region. */
  readonly pmd: Uint8Array;
  /** Pages of the region that are mapped pieces of a large folio; 0 when none is held. */
  readonly pieces: Uint16Array;
  /** Frame of each page, once folios are tracked; 0 for holes and zero pages. */
  frames: Uint32Array | null;
  vmas: VmaList;
  /** Pages mapped to frames (Rss in pages; zero pages do not count). */
  rss: number;
  /** Regions mapped by a huge PMD (AnonHugePages / 2 MiB). */
  huge: number;
  /** Regions that hold pieces of a large folio although not huge-mapped. */
  deferred: number;
  /** Pages of their folios that are not mapped any more, and held all the same (Z6). */
  held: number;
}

/** In `touched`: an event changed the region and nobody has looked since; a checker of laws has; a keyframe has. Who reads a state
 *  alone clears what it has read. */
export const TOUCHED = { new: 1, checked: 2, kept: 3 } as const;

export class MemoryState {
  readonly pages: number;
  readonly regions: number;
  readonly src: Side;
  readonly dst: Side;
  /** Null while every frame is private and at home: then page words say all (`trackFolios`). */
  folios: Folios | null = null;
  /** Regions whose cells changed since a sampler last looked, by host: not part of the state. */
  readonly touched: readonly [Uint8Array, Uint8Array];
  /** Pages set in QEMU's bitmap. */
  toSend = 0;
  /** Pages under way from the source, and those in the destination's received bitmap: with `toSend` every page once (E5 iv). */
  inFlight = 0;
  received = 0;
  /** vCPUs asleep in a userfault. */
  waiting = 0;
  lost = 0;
  /** Destination pages that are present and older than the source's. */
  stale = 0;
  /** Index into PHASES. */
  phase = 0;
  dirtyLog = 0;
  /** Bytes that arrived over the wire. */
  delivered = 0;
  /** Holes that collapses filled with zeroes. */
  filled = 0;
  /** Events so far by kind: a number of 8 bits in the log. */
  readonly counts = new Uint32Array(256);

  /** `stored`: pages that have words. A state without them has numbers only. */
  constructor(pages: number, stored = pages) {
    this.pages = pages;
    this.regions = Math.ceil(pages / PMD_PAGES);
    this.src = makeSide(0, stored, this.regions);
    this.dst = makeSide(1, stored, this.regions);
    this.touched = [new Uint8Array(this.regions).fill(1), new Uint8Array(this.regions).fill(1)];
  }

  side(host: Host): Side {
    return host ? this.dst : this.src;
  }

  /** From here on folios and frames are told one by one: what is mapped now gets its frames, in page order. */
  trackFolios(): Folios {
    if (this.folios) return this.folios;
    const folios = new Folios();
    this.folios = folios;
    for (const side of [this.src, this.dst]) {
      const frames = new Uint32Array(this.pages);
      side.frames = frames;
      // A split folio keeps its zapped frames: one folio for all pieces of a region.
      let region = -1;
      let large = 0;
      for (let p = 0; p < this.pages; p++) {
        const w = side.words[p]!;
        if (!(w & PRESENT) || w & ZERO) continue;
        if (w & (HUGE | PIECE)) {
          if (p >>> PMD_ORDER !== region) {
            region = p >>> PMD_ORDER;
            large = folios.allocate(PMD_ORDER);
          }
          frames[p] = large + (p & (PMD_PAGES - 1));
        } else frames[p] = folios.allocate(0);
        folios.map(frames[p]!, side.host, true);
      }
      for (let r = 0; r < this.regions; r++)
        if (side.pieces[r] && side.pmd[r] !== PMD_HUGE) {
          const p = side.words.findIndex(
            (w, i) => i >= r << PMD_ORDER && (w & PIECE) !== 0 && (w & PRESENT) !== 0,
          );
          if (side.pieces[r]! < PMD_PAGES) folios.deferred[folios.folioAt(frames[p]!)] = 1;
        }
    }
    return folios;
  }

  /** Back to before the first event; every region counts as touched. */
  reset(): void {
    for (const side of [this.src, this.dst]) {
      side.words.fill(0);
      side.pmd.fill(0);
      side.pieces.fill(0);
      side.vmas = new VmaList();
      side.rss = 0;
      side.huge = 0;
      side.deferred = 0;
      side.held = 0;
      side.frames = null;
    }
    this.folios = null;
    for (const touched of this.touched) touched.fill(1);
    this.assignCounters(new MemoryState(0));
  }

  /** This state as numbers, without its pages: it stays as it is while this one goes on. */
  numbers(): MemoryState {
    const copy = new MemoryState(this.pages, 0);
    copy.assignCounters(this);
    copy.folios = this.folios?.copy() ?? null;
    return copy;
  }

  /** Copies all that is not by page, region or side. */
  assignCounters(from: MemoryState): void {
    this.toSend = from.toSend;
    this.inFlight = from.inFlight;
    this.received = from.received;
    this.waiting = from.waiting;
    this.lost = from.lost;
    this.stale = from.stale;
    this.phase = from.phase;
    this.dirtyLog = from.dirtyLog;
    this.delivered = from.delivered;
    this.filled = from.filled;
    this.counts.set(from.counts);
  }
}

function makeSide(host: Host, pages: number, regions: number): Side {
  return {
    host,
    words: new Uint16Array(pages),
    pmd: new Uint8Array(regions),
    pieces: new Uint16Array(regions),
    frames: null,
    vmas: new VmaList(),
    rss: 0,
    huge: 0,
    deferred: 0,
    held: 0,
  };
}
