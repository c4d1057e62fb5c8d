/** The state at any step: the nearest keyframe below it, and the fold of the events since. */

import { hostOf } from '../event/actor.ts';
import { fold } from '../event/fold.ts';
import type { Host } from '../event/pageword.ts';
import { MemoryState } from '../event/state.ts';
import type { Columns } from '../log/columns.ts';
import { type Keyframe, NOWHERE, nowhere, type Places } from '../log/keyframe.ts';

export class Replica {
  /** State after `step` events. */
  readonly state: MemoryState;
  step = 0;
  /** What keyframes left in each region, where no event changed it since. */
  private readonly places: Places;
  /** By host, regions that were touched before an event was folded: whoever samples the state clears them, not the replica. */
  private readonly pending: readonly [Uint8Array, Uint8Array];

  constructor(
    private readonly columns: Columns,
    private readonly keyframes: readonly Keyframe[],
    pages: number,
    /** The machine told folios apart from its first event on, and so does the replica. */
    private readonly tracks = false,
  ) {
    this.state = new MemoryState(pages);
    const { regions } = this.state;
    this.places = nowhere(regions);
    this.pending = [new Uint8Array(regions), new Uint8Array(regions)];
    if (tracks) this.state.trackFolios();
  }

  /** Moves to `step`, clamped to the log. Forward from where it stands when that is nearer than a keyframe. */
  seek(step: number): MemoryState {
    const to = Math.max(0, Math.min(this.columns.length, Math.floor(step)));
    let from: Keyframe | undefined;
    for (const k of this.keyframes) if (k.step <= to) from = k;
    const base = from?.step ?? 0;
    if (to < this.step || base > this.step) {
      if (from) from.unpackInto(this.state, this.places);
      else {
        for (const places of this.places) places.fill(NOWHERE);
        this.state.reset();
        if (this.tracks) this.state.trackFolios();
      }
      this.step = base;
    }
    this.foldTo(to);
    return this.state;
  }

  /** Moves forward to `step` and returns the number of the last event on the way that changed what `read` says, -1 when none
   *  did. */
  watchTo(step: number, read: (state: MemoryState) => number): number {
    const { state, columns } = this;
    const to = Math.min(columns.length, step);
    this.putTouchedAside();
    let last = -1;
    let was = read(state);
    for (let n = this.step; n < to; n++) {
      fold(state, columns.kind(n), hostOf(columns.who(n)), columns.page(n), columns.arg(n));
      const is = read(state);
      if (is === was) continue;
      was = is;
      last = n;
    }
    this.step = Math.max(this.step, to);
    this.noteTouched();
    return last;
  }

  private foldTo(to: number): void {
    const { state, columns } = this;
    if (to <= this.step) return;
    this.putTouchedAside();
    for (const { chunk, first, last } of columns.spans(this.step, to)) {
      const { kind, who, page, arg } = chunk;
      for (let i = first; i < last; i++) fold(state, kind[i]!, hostOf(who[i]!), page[i]!, arg[i]!);
    }
    this.step = to;
    this.noteTouched();
  }

  private putTouchedAside(): void {
    this.state.touched.forEach((touched, host) => {
      this.pending[host as Host].set(touched);
      touched.fill(0);
    });
  }

  /** What events changed is no longer what a keyframe left there. */
  private noteTouched(): void {
    this.state.touched.forEach((touched, host) => {
      const places = this.places[host as Host];
      const pending = this.pending[host as Host];
      for (let r = 0; r < touched.length; r++)
        if (touched[r]) places[r] = NOWHERE;
        else touched[r] = pending[r]!;
    });
  }
}
