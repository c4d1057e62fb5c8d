/** The state at any step: the nearest keyframe below it, and the fold of the events since. */

import { type Work, whole } from '../base/work.ts';
import { hostOf } from '../event/actor.ts';
import { fold } from '../event/fold.ts';
import { MemoryState } from '../event/state.ts';
import { CHUNK, type Columns } from '../log/columns.ts';
import type { Keyframe } from '../log/keyframe.ts';
import { Places } from '../log/places.ts';

export class Replica {
  /** State after `step` events. */
  readonly state: MemoryState;
  step = 0;
  /** What keyframes left in each region, where no event changed it since. */
  private readonly places: Places;

  constructor(
    private readonly columns: Columns,
    private readonly keyframes: readonly Keyframe[],
    pages: number,
    /** The machine told folios apart from its first event on, and so does the replica. */
    private readonly tracks = false,
  ) {
    this.state = new MemoryState(pages);
    this.places = new Places(this.state.regions);
    if (tracks) this.state.trackFolios();
  }

  /** Moves to `step`, clamped to the log. Forward from where it stands when that is nearer than a keyframe. */
  seek(step: number): MemoryState {
    return whole(this.seeking(step));
  }

  /** The same, one at a time. Where it is given up, the next one goes on from there. */
  *seeking(step: number): Work<MemoryState> {
    const to = Math.max(0, Math.min(this.columns.length, Math.floor(step)));
    let from: Keyframe | undefined;
    for (const k of this.keyframes) if (k.step <= to) from = k;
    const base = from?.step ?? 0;
    if (to < this.step || base > this.step) {
      // Until all regions are what they were there, the state is that of no step.
      this.step = Number.POSITIVE_INFINITY;
      if (from) yield* from.unpackInto(this.state, this.places);
      else {
        this.places.forget();
        this.state.reset();
        if (this.tracks) this.state.trackFolios();
      }
      this.step = base;
    }
    for (let at = this.step; at < to; yield at / to) {
      at = Math.min(to, at + CHUNK);
      this.foldTo(at);
    }
    return this.state;
  }

  /** Moves forward to `step` and returns the number of the last event on the way that changed what `read` says, -1 when none
   *  did. */
  watchTo(step: number, read: (state: MemoryState) => number): number {
    const { state, columns } = this;
    const to = Math.min(columns.length, step);
    let last = -1;
    let was = read(state);
    this.places.follow(state.touched, () => {
      for (let n = this.step; n < to; n++) {
        fold(state, columns.kind(n), hostOf(columns.who(n)), columns.page(n), columns.arg(n));
        const is = read(state);
        if (is === was) continue;
        was = is;
        last = n;
      }
    });
    this.step = Math.max(this.step, to);
    return last;
  }

  private foldTo(to: number): void {
    const { state, columns } = this;
    if (to <= this.step) return;
    this.places.follow(state.touched, () => {
      for (const { chunk, first, last } of columns.spans(this.step, to)) {
        const { kind, who, page, arg } = chunk;
        for (let i = first; i < last; i++) fold(state, kind[i]!, hostOf(who[i]!), page[i]!, arg[i]!);
      }
    });
    this.step = to;
  }
}
