/** The measured smaps samples of a recording, each beside what the engine predicts at the same step. */
import { KIB, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';
import { sayFlags } from '../event/vmalist.ts';
import type { Recorder } from '../log/recorder.ts';
import type { Row } from './recording.ts';

/** A sample this near to a call that changes flags may show either side of it, s. */
const FLAG_SLACK = 0.001;

/** One measured smaps sample beside the prediction at the same step; KiB. */
export interface Measured {
  readonly step: number;
  readonly timeNs: number;
  readonly anonHuge: number;
  readonly rss: number;
  readonly predictedAnonHuge: number;
  readonly predictedRss: number;
  /** `hg`, `nh`, `um` as smaps printed them. */
  readonly flags: string;
}

/** What was measured in a real migration, and how far the prediction is off at worst. */
export interface RecordingFacts {
  readonly name: string;
  readonly samples: readonly Measured[];
  readonly worstAnonHugeKiB: number;
  readonly worstRssKiB: number;
  /** Samples, more than 1 ms away from a call that changes flags, whose hg, nh or um differ from the prediction. */
  readonly flagsDiffer: number;
}

/** VmFlags of a sample, those the engine predicts, in its order. */
function flagsOf(vmFlags: string): string {
  const all = vmFlags.split(' ');
  return ['um', 'hg', 'nh'].filter((f) => all.includes(f)).join(' ');
}

/** Takes the samples of one recording while it is played. */
export class Samples {
  private readonly measured: Measured[] = [];
  /** Time of each sample whose flags differ from the prediction, s. */
  private readonly differing: number[] = [];
  /** Begin and end of calls that changed flags, s. */
  private readonly flagCalls: (readonly [number, number])[] = [];

  constructor(private readonly out: Recorder) {}

  /** A call from `t` to `t1` changes flags. */
  changeFlags({ t, t1 }: { readonly t: number; readonly t1: number }): void {
    this.flagCalls.push([t, t1]);
  }

  /** A sample, beside the prediction of this moment. */
  add(row: Row): void {
    const { columns, now, state } = this.out;
    const { dst } = state;
    const flags = flagsOf(row.text);
    this.measured.push({
      step: columns.length,
      timeNs: now,
      anonHuge: row.b,
      rss: row.a,
      predictedAnonHuge: (dst.huge * PMD_BYTES) / KIB,
      predictedRss: (dst.rss * PAGE_BYTES) / KIB,
      flags,
    });
    if (flags !== sayFlags(dst.vmas.flagsAt(row.page))) this.differing.push(row.t);
  }

  /** All samples of the recording `name`. */
  facts(name: string): RecordingFacts {
    const samples = this.measured;
    const worst = (difference: (m: Measured) => number) =>
      samples.reduce((most, m) => Math.max(most, Math.abs(difference(m))), 0);
    const isApart = (t: number) =>
      this.flagCalls.every(([from, to]) => t < from - FLAG_SLACK || t > to + FLAG_SLACK);
    return {
      name,
      samples,
      worstAnonHugeKiB: worst((m) => m.anonHuge - m.predictedAnonHuge),
      worstRssKiB: worst((m) => m.rss - m.predictedRss),
      flagsDiffer: this.differing.filter(isApart).length,
    };
  }
}
