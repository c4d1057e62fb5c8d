/** Emits: folds an event into the machine's state and appends it to the log, with keyframes and curve samples on the way. */

import type { Emitter } from '../event/emitter.ts';
import { fold } from '../event/fold.ts';
import type { Host } from '../event/pageword.ts';
import { MemoryState } from '../event/state.ts';
import { Columns } from './columns.ts';
import { Keyframe } from './keyframe.ts';
import { RegionPool } from './regionpool.ts';

/** Events between two curve samples: 16 bytes each, so a quarter of a byte an event. */
const CURVE_STRIDE = 64;
/** A sample: the step, pages to send, destination AnonHugePages (regions), most vCPUs waiting since the last sample. */
export const SAMPLE = 4;
/** Room that keyframes may take, bytes an event: some 12 for the columns + 0.3 for curves + this stay below 16. */
const KEYFRAME_BYTES_PER_EVENT = 2;
/** Events between keyframes, at least: in bigger guests an eighth of their pages, because a keyframe looks at every region; and
 *  never so many that folding them keeps a reader waiting. */
const KEYFRAME_MIN = 1 << 16;
const KEYFRAME_MOST = 1 << 20;

export class Recorder implements Emitter {
  readonly columns: Columns = new Columns();
  readonly keyframes: Keyframe[] = [];
  readonly state: MemoryState;
  /** Page words that there were, by host: set at the number of the word. Not part of the log. */
  readonly seen: readonly [Uint8Array, Uint8Array] = [new Uint8Array(1 << 16), new Uint8Array(1 << 16)];
  now = 0;
  curve = new Uint32Array(SAMPLE * 1024);
  curveLength = 0;
  private readonly pool = new RegionPool(Uint16Array);
  private nextKeyframe = KEYFRAME_MIN;
  private keyframeBytes = 0;
  /** Most vCPUs waiting since the last sample. */
  private mostWaiting = 0;
  private sampledHuge = 0;
  private sampledWaiting = 0;

  /** A new recording of so many pages; or what `of` has recorded so far. */
  constructor(pages: number, of?: Recorder) {
    if (!of) {
      this.state = new MemoryState(pages);
      return;
    }
    this.state = of.state.numbers();
    this.columns = of.columns.upTo(of.length);
    this.keyframes.push(...of.keyframes);
    this.now = of.now;
    this.seen[0].set(of.seen[0]);
    this.seen[1].set(of.seen[1]);
    this.curve = of.curve.slice(0, of.curveLength * SAMPLE);
    this.curveLength = of.curveLength;
  }

  /** What was recorded so far, as a recording that has ended and stays as it is while this one goes on. Its state has numbers and
   *  no pages. */
  soFar(): Recorder {
    return new Recorder(this.state.pages, this);
  }

  /** Counts every page's word of now among those that there were: an event of a range shows only its first page. */
  seeAll(): void {
    this.seen.forEach((seen, host) => {
      for (const w of this.state.side(host as Host).words) seen[w] = 1;
    });
  }

  /** Bytes that the recording takes. */
  get bytes(): number {
    return this.columns.bytes + this.curve.byteLength + this.keyframeBytes;
  }

  get length(): number {
    return this.columns.length;
  }

  emit(kind: number, who: number, page: number, arg: number, cause: number): number {
    const { state } = this;
    const n = this.columns.push(kind, who, page, arg, cause, this.now);
    fold(state, kind, ((who >>> 4) & 1) as Host, page, arg >>> 0);
    if (page < state.pages) {
      this.seen[0][state.src.words[page]!] = 1;
      this.seen[1][state.dst.words[page]!] = 1;
    }
    const { waiting } = state;
    if (waiting > this.mostWaiting) this.mostWaiting = waiting;
    // Also where a curve turns, so that fifty events of khugepaged are not one sample.
    if (
      (n & (CURVE_STRIDE - 1)) === 0 ||
      state.dst.huge !== this.sampledHuge ||
      (waiting === 0) !== (this.sampledWaiting === 0)
    )
      this.sample(n + 1);
    return n;
  }

  /** Ends the recording: gives back unused room. */
  finish(): void {
    this.columns.trim();
    this.curve = this.curve.slice(0, this.curveLength * SAMPLE);
  }

  /** The larger the keyframe, the longer until the next one. */
  private takeKeyframe(step: number): void {
    const keyframe = new Keyframe(step, this.state, this.pool, this.keyframes.at(-1) ?? null);
    this.keyframes.push(keyframe);
    this.keyframeBytes += keyframe.bytes;
    this.nextKeyframe =
      step +
      Math.max(
        KEYFRAME_MIN,
        Math.min(this.state.pages >>> 3, KEYFRAME_MOST),
        Math.ceil(keyframe.bytes / KEYFRAME_BYTES_PER_EVENT),
      );
  }

  /** Samples the curves, and keeps the state when it is time. */
  private sample(step: number): void {
    if (step >= this.nextKeyframe) this.takeKeyframe(step);
    const at = this.curveLength++ * SAMPLE;
    if (at + SAMPLE > this.curve.length) {
      const bigger = new Uint32Array(this.curve.length * 2);
      bigger.set(this.curve);
      this.curve = bigger;
    }
    const s = this.state;
    this.curve[at] = step;
    this.curve[at + 1] = s.toSend;
    this.curve[at + 2] = s.dst.huge;
    this.curve[at + 3] = this.mostWaiting;
    this.sampledHuge = s.dst.huge;
    this.sampledWaiting = s.waiting;
    this.mostWaiting = s.waiting;
  }
}
