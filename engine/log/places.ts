/** Which regions of some numbers are what was kept of them in a pool: only those that are not have to be kept, or made as they
 *  were, anew. */

import type { Work } from '../base/work.ts';

/** Regions that long work looks at between two looks at the clock. */
export const REGIONS = 1 << 10;
/** Place of a region that is not kept. */
const NOWHERE = 0xffffffff;

type Touched = readonly [Uint8Array, Uint8Array];

export class Places {
  /** By host and region, its place in the pool. */
  readonly of: readonly [Uint32Array, Uint32Array];
  /** What was touched before the events at hand. */
  private readonly pending: Touched;

  constructor(regions: number) {
    this.of = [new Uint32Array(regions), new Uint32Array(regions)];
    this.pending = [new Uint8Array(regions), new Uint8Array(regions)];
    this.forget();
  }

  /** No region is what was kept. */
  forget(): void {
    for (const places of this.of) places.fill(NOWHERE);
  }

  /** Folds events. Regions that they touch are not what was kept any more. Whoever reads the numbers clears `touched`, so what is
   *  in it stays. */
  follow(touched: Touched, foldEvents: () => void): void {
    for (const host of [0, 1] as const) {
      this.pending[host].set(touched[host]);
      touched[host].fill(0);
    }
    foldEvents();
    for (const host of [0, 1] as const) {
      const now = touched[host];
      const before = this.pending[host];
      const places = this.of[host];
      for (let r = 0; r < now.length; r++)
        if (now[r]) places[r] = NOWHERE;
        else now[r] = before[r]!;
    }
  }

  /** The places of all regions: `keep` is asked for those that are not kept. */
  keepAll(host: 0 | 1, keep: (region: number) => number): Uint32Array {
    const places = this.of[host];
    for (let r = 0; r < places.length; r++) if (places[r] === NOWHERE) places[r] = keep(r);
    return places.slice();
  }

  /** Goes over to the places `to`: `take` is asked for the regions that differ, which count as touched. */
  *moveTo(
    host: 0 | 1,
    to: Uint32Array,
    touched: Uint8Array,
    take: (place: number, region: number) => void,
  ): Work<void> {
    const places = this.of[host];
    for (let r = 0; r < places.length; r++) {
      const place = to[r]!;
      if (places[r] === place) continue;
      if (r % REGIONS === 0) yield r / places.length;
      take(place, r);
      places[r] = place;
      touched[r] = 1;
    }
  }
}
