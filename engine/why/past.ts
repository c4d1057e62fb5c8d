/** Looks back in a run: the state at any step, and the event that last changed something of it. Exact, because it folds the log
 *  again: no table says which kinds may change what. */
import type { Work } from '../base/work.ts';
import type { MemoryState } from '../event/state.ts';
import type { Recorder } from '../log/recorder.ts';
import { Replica } from '../view/replica.ts';

/** Events folded between two looks at the worker's messages: some milliseconds. */
const SLICE = 1 << 16;

export class Past {
  private readonly replica: Replica;

  /** `pause` lets others run between slices, and may throw to stop. */
  constructor(
    private readonly recorder: Pick<Recorder, 'columns' | 'keyframes' | 'state'>,
    private readonly pause: () => Promise<void>,
  ) {
    const { columns, keyframes, state } = recorder;
    this.replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
  }

  /** The state after `step` events; it is the same object for every step, so take what is needed before asking again. */
  at(step: number): MemoryState {
    return this.replica.seek(step);
  }

  /** The same, in slices. */
  seeking(step: number): Work<MemoryState> {
    return this.replica.seeking(step);
  }

  /** The last event before `step` that changed what `read` says; -1 when nothing ever did. From keyframe to keyframe, the newest
   *  first. */
  async lastChange(step: number, read: (state: MemoryState) => number): Promise<number> {
    const { replica } = this;
    const starts = [0, ...this.recorder.keyframes.map((k) => k.step)].filter((at) => at < step);
    let end = step;
    for (const start of starts.reverse()) {
      replica.seek(start);
      await this.pause();
      let last = -1;
      for (let at = start; at < end; ) {
        at = Math.min(end, at + SLICE);
        last = Math.max(last, replica.watchTo(at, read));
        if (at < end) await this.pause();
      }
      if (last >= 0) return last;
      end = start;
    }
    return -1;
  }
}
