/** Sums over the log that make any stretch of it cheap to count: events by actor before every 256th, and the largest of
 *  every 64 curve samples. It takes a quarter of a byte an event. */
import type { Columns } from '../log/columns.ts';
import { type Recorder, SAMPLE } from '../log/recorder.ts';

const BLOCK_SHIFT = 8;
const BLOCK = 1 << BLOCK_SHIFT;
/** Values of the `who` column's actor bits. */
const ACTOR_BITS = 16;
/** Curve samples a block. */
const SAMPLES = 64;
const CURVES = 3;

export class LaneIndex {
  readonly columns: Columns;
  /** Events seen so far, from the first. */
  private at = 0;
  /** By block and actor: events before the block. */
  private readonly sums: Uint32Array;
  private readonly running = new Uint32Array(ACTOR_BITS);
  /** By block of samples and curve: the largest; made with the first question. */
  private peaks: Uint32Array | null = null;

  /** `recorder` is finished: events that come later are not seen. */
  constructor(private readonly recorder: Recorder) {
    this.columns = recorder.columns;
    this.sums = new Uint32Array((Math.ceil(this.columns.length / BLOCK) + 1) * ACTOR_BITS);
  }

  /** Looks at some `maxEvents` more events; true when it has seen all. */
  grow(maxEvents: number): boolean {
    const { columns, running, sums } = this;
    const stop = Math.min(columns.length, this.at + Math.max(BLOCK, maxEvents));
    for (const { chunk, base, last } of columns.spans(this.at, stop)) {
      const { who } = chunk;
      for (const to = base + last; this.at < to; this.at++) {
        const actor = who[this.at - base]! & 15;
        running[actor] = running[actor]! + 1;
        if ((this.at + 1) % BLOCK === 0) sums.set(running, ((this.at + 1) >>> BLOCK_SHIFT) * ACTOR_BITS);
      }
    }
    return this.at === columns.length;
  }

  /** Adds the events [from, to) to `out` by actor. */
  private scan(from: number, to: number, out: Uint32Array): void {
    for (const { chunk, first, last } of this.columns.spans(from, to)) {
      const { who } = chunk;
      for (let i = first; i < last; i++) {
        const actor = who[i]! & 15;
        out[actor] = out[actor]! + 1;
      }
    }
  }

  /** Writes how many of the first `n` events each actor emitted to `out`, which has 16 places. */
  before(n: number, out: Uint32Array): void {
    const block = n >>> BLOCK_SHIFT;
    for (let actor = 0; actor < ACTOR_BITS; actor++) out[actor] = this.sums[block * ACTOR_BITS + actor]!;
    this.scan(block * BLOCK, n, out);
  }

  /** Writes the largest of each curve's samples between two steps, and of the sample that stood at the first, to `out`. */
  highest(from: number, to: number, out: Uint32Array): void {
    out.fill(0);
    const first = Math.max(0, this.sampleAt(from));
    const end = this.sampleAt(to) + 1;
    const peaks = this.peaksOfBlocks();
    for (let i = first; i < end; ) {
      const whole = i % SAMPLES === 0 && i + SAMPLES <= end;
      const at = whole ? (i / SAMPLES) * CURVES : i * SAMPLE + 1;
      const values = whole ? peaks : this.recorder.curve;
      for (let c = 0; c < CURVES; c++) out[c] = Math.max(out[c]!, values[at + c]!);
      i += whole ? SAMPLES : 1;
    }
  }

  private peaksOfBlocks(): Uint32Array {
    if (this.peaks) return this.peaks;
    const { curve, curveLength } = this.recorder;
    const peaks = new Uint32Array(Math.ceil(curveLength / SAMPLES) * CURVES);
    for (let i = 0; i < curveLength; i++)
      for (let c = 0; c < CURVES; c++) {
        const at = Math.floor(i / SAMPLES) * CURVES + c;
        peaks[at] = Math.max(peaks[at]!, curve[i * SAMPLE + 1 + c]!);
      }
    this.peaks = peaks;
    return peaks;
  }

  /** Number of the last curve sample at or before `step`, -1 when there is none. */
  private sampleAt(step: number): number {
    const { curve, curveLength } = this.recorder;
    let lo = 0;
    let hi = curveLength;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (curve[mid * SAMPLE]! <= step) lo = mid + 1;
      else hi = mid;
    }
    return lo - 1;
  }
}
