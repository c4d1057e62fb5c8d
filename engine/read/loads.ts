/** Pages that precopy loads, as rows of a recording: a run of pages in order is one. */
import type { RecordingRow } from './sampledrows.ts';

/** Pages that are loaded one after the other, in order, with no longer pause between two are one row, s. */
const PAUSE = 0.005;

/** Runs of pages that precopy loads. */
export class Loads {
  private run: { t: number; block: number; page: number; n: number; zero: boolean; t1: number } | undefined;

  constructor(private readonly rows: RecordingRow[]) {}

  add(t: number, { block, page }: { block: number; page: number }, zero: boolean): void {
    const { run } = this;
    if (run?.block === block && run.page + run.n === page && run.zero === zero && t - run.t1 <= PAUSE) {
      run.n++;
      run.t1 = t;
      return;
    }
    this.end();
    this.run = { t, block, page, n: 1, zero, t1: t };
  }

  end(): void {
    const { run, rows } = this;
    if (run)
      rows.push([
        run.t,
        'dst',
        'pre_page',
        run.block,
        run.page,
        run.n,
        { f: run.zero ? 'zero' : 'page', t1: run.t1 },
      ]);
    this.run = undefined;
  }
}
