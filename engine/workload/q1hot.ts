/** The guest of a recorded migration: the pages that q1_hot_madv wrote again during its precopy pass, a block of 2,048 and one page in
 *  eight beside it, as the discards named them. When each was written was not recorded: here they follow one another evenly, at
 *  the rate of the recording's last two syncs, 604 pages in 57.1 ms. */
import type { DirtyTrace } from './trace.ts';

/** Runs in page order: pages left out before it, a colon and its pages when they are more than one, how often it repeats. */
const RUNS = '4096:2048 2048 7*1023 24 511*15';
/** Time from one page to the next, ns. */
const STEP = Math.round(57_100_000 / 604);

export function q1Hot(): DirtyTrace {
  const pages: number[] = [];
  let at = 0;
  for (const run of RUNS.split(' ')) {
    const [what = '', times = '1'] = run.split('*');
    const [skip = '0', n = '1'] = what.split(':');
    for (let i = 0; i < Number(times); i++) {
      at += Number(skip);
      for (let end = at + Number(n); at < end; at++) pages.push(at);
    }
  }
  return {
    time: Float64Array.from(pages, (_, i) => i * STEP),
    page: Uint32Array.from(pages),
    period: pages.length * STEP,
  };
}
