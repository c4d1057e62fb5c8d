/** What the timeline and the inspector ask of a run of ten million events: qemu-as-mailed with 16 GiB. */

import { Random } from '../base/random.ts';
import { GIB } from '../base/units.ts';
import { whole } from '../base/work.ts';
import { AXES } from '../lookup/axis.ts';
import { flagSpans } from '../lookup/flagspans.ts';
import { LaneIndex } from '../lookup/laneindex.ts';
import { lanes } from '../lookup/lanes.ts';
import { ledgerOf } from '../lookup/ledger.ts';
import { PageIndex } from '../lookup/pageindex.ts';
import { RangeStats } from '../lookup/rangestats.ts';
import { tallyOf } from '../lookup/tally.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { Viewer } from '../view/frame.ts';
import { heading, median, quantile, row } from './table.ts';

const ASKED = 60;
/** Columns of a timeline on a wide screen. */
const BUCKETS = 1800;
const SLICE = 1 << 20;

function timed(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

const ms = (values: readonly number[]) =>
  `${median(values).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)} ms`;
const times = (ask: () => void) => Array.from({ length: ASKED }, () => timed(ask));

export function timelineBench(): void {
  const preset = findPreset('qemu-as-mailed');
  const scenario = preset.ok ? withOverrides(preset.value, { 'guest.bytes': 16 * GIB }) : preset;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  const { recorder, phases } = simulate(scenario.value);
  const { columns } = recorder;
  const { length } = columns;
  const random = new Random(3, 3);
  heading(`timeline, Node: 16 GiB, ${(length / 1e6).toFixed(1)} M events, median / 99th of ${ASKED}`);

  let index = new LaneIndex(recorder);
  const made = Array.from({ length: 5 }, () =>
    timed(() => {
      index = new LaneIndex(recorder);
      while (!index.grow(SLICE));
    }),
  );
  row('sums over the log, once a run', `${median(made).toFixed(0)} ms`);
  row(
    'spans of flags, once a run',
    `${median(times(() => whole(flagSpans(columns))).slice(0, 9)).toFixed(0)} ms`,
  );
  lanes(index, { from: 0, to: length, buckets: 1, axis: 'steps' }, phases);
  for (const width of [length, 1_000_000, 10_000, 100])
    for (const axis of AXES) {
      const ask = () => {
        const from = random.below(length - width + 1);
        lanes(index, { from, to: from + width, buckets: BUCKETS, axis }, phases);
      };
      ask();
      row(
        `lanes of ${width.toLocaleString('en')} events by ${axis}`,
        ms(times(ask)),
        'goal ≤ 16 ms with paint',
      );
    }
  const column = Math.ceil(length / BUCKETS);
  row(
    'exact counts of a column of the whole run',
    ms(times(() => whole(tallyOf(columns, column, 2 * column, null)))),
  );
  const stats = () => {
    const all = new RangeStats(columns, phases, 0, length);
    while (!all.run(SLICE));
    all.totals();
  };
  row(
    'statistics of the whole run as a range',
    `${median([1, 2, 3, 4, 5].map(() => timed(stats))).toFixed(0)} ms`,
  );

  const { pages } = recorder.state;
  const pageIndex = new PageIndex(columns);
  const slices: number[] = [];
  for (let done = false; !done; )
    slices.push(
      timed(() => {
        done = pageIndex.grow(SLICE >> 2);
      }),
    );
  const sum = slices.reduce((a, b) => a + b, 0);
  row(
    'the index of pages, made while the worker has time',
    `${sum.toFixed(0)} ms in slices of up to ${Math.max(...slices).toFixed(0)} ms`,
  );
  const history = () => {
    const page = random.below(pages);
    ledgerOf(columns, page, length, pageIndex.eventsOf(page));
  };
  history();
  row('history of a page', ms(times(history)), 'goal ≤ 100 ms');
  const viewer = new Viewer(recorder, pageIndex);
  const tiles = { first: 0, count: 0, sub: 16 } as const;
  const frame = (step: number, inspect: number) =>
    viewer.frame({ step, lens: 'migration', src: tiles, dst: tiles, inspect });
  const step = Math.floor(length * 0.7);
  frame(step, 0);
  row(
    'a frame with what the inspector says of another page',
    ms(times(() => frame(step, random.below(pages)))),
    'goal ≤ 50 ms',
  );
}
