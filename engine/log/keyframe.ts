/** A state kept for seeking. Regions of memory are packed, and only those that events touched since the keyframe before: of all
 *  others it has the place at which that one has them. */
import type { Work } from '../base/work.ts';
import type { Folios } from '../event/folios.ts';
import { MemoryState, type Side, TOUCHED } from '../event/state.ts';
import type { VmaList } from '../event/vmalist.ts';
import { Places } from './places.ts';
import type { RegionPool } from './regionpool.ts';

/** Beside the words of a region: its PMD state, and its pieces of a folio, up to 512. */
const PIECES_SHIFT = 4;
const PMD_BITS = (1 << PIECES_SHIFT) - 1;

interface PackedSide {
  /** By region, its place in the pool. */
  readonly places: Uint32Array;
  readonly frames: Uint32Array | null;
  readonly vmas: VmaList;
  readonly numbers: readonly [rss: number, huge: number, deferred: number, held: number];
}

export class Keyframe {
  private readonly sides: readonly [PackedSide, PackedSide];
  /** Counters only: a state without pages. */
  private readonly rest: MemoryState;
  private readonly folios: Folios | null;
  /** What it takes beyond what the keyframe before has. */
  readonly bytes: number;

  /** `state.touched` says what changed since `before`, and then that it is kept. */
  constructor(
    /** Events folded into it. */
    readonly step: number,
    state: MemoryState,
    private readonly pool: RegionPool<Uint16Array>,
    before: Keyframe | null,
  ) {
    const had = pool.bytes;
    this.sides = [
      packSide(state, state.src, pool, before?.sides[0]),
      packSide(state, state.dst, pool, before?.sides[1]),
    ];
    this.rest = new MemoryState(0);
    this.rest.assignCounters(state);
    this.folios = state.folios?.copy() ?? null;
    this.bytes = this.sides.reduce(
      (sum, s) => sum + s.places.byteLength + (s.frames?.byteLength ?? 0),
      pool.bytes - had + (this.folios?.bytes ?? 0),
    );
  }

  /** Makes `state` the one that was packed. `places` is what its regions are, and is brought up to date: those that are as they
   *  should be are left alone, all others count as touched. */
  *unpackInto(state: MemoryState, places = new Places(state.regions)): Work<void> {
    for (const side of [state.src, state.dst]) yield* this.unpackSide(side, state, places);
    state.folios = this.folios?.copy() ?? null;
    state.assignCounters(this.rest);
  }

  private *unpackSide(side: Side, state: MemoryState, places: Places): Work<void> {
    const packed = this.sides[side.host];
    const { host, words, pmd, pieces } = side;
    yield* places.moveTo(host, packed.places, state.touched[host], (place, r) => {
      const beside = this.pool.unpack(place, words, r);
      pmd[r] = beside & PMD_BITS;
      pieces[r] = beside >>> PIECES_SHIFT;
    });
    side.frames = packed.frames?.slice() ?? null;
    side.vmas = packed.vmas.copy();
    [side.rss, side.huge, side.deferred, side.held] = packed.numbers;
  }
}

function packSide(
  state: MemoryState,
  side: Side,
  pool: RegionPool<Uint16Array>,
  before?: PackedSide,
): PackedSide {
  const touched = state.touched[side.host];
  const places = before?.places.slice() ?? new Uint32Array(state.regions);
  for (let r = 0; r < touched.length; r++) {
    const was = touched[r];
    if (was === TOUCHED.new || was === TOUCHED.checked || !before)
      places[r] = pool.pack(side.words, r, side.pmd[r]! | (side.pieces[r]! << PIECES_SHIFT));
    if (was === TOUCHED.new) touched[r] = TOUCHED.kept;
    else if (was === TOUCHED.checked) touched[r] = 0;
  }
  return {
    places,
    frames: side.frames?.slice() ?? null,
    vmas: side.vmas.copy(),
    numbers: [side.rss, side.huge, side.deferred, side.held],
  };
}
