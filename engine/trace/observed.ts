/** Huge pages that a recording shows without saying what made them: with THP=always, where khugepaged's verdicts are about other memory
 *  too, and without khugepaged's tracepoints at all. Between two pagemap samples a sample of AnonHugePages says how many regions of the next
 *  ones there are already. */
import { KIB, PMD_BYTES, PMD_ORDER } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { PMD_HUGE } from '../event/pageword.ts';
import type { Recorder } from '../log/recorder.ts';
import type { Recording, Row } from './recording.ts';

/** Rows that are looked ahead at a sample: bounds what a hostile file can ask for. */
const MOST_AHEAD = 4096;

export class Told {
  /** What khugepaged did is told by samples alone. */
  readonly applies: boolean;

  constructor(
    { enabled, rows }: Recording,
    private readonly out: Recorder,
    private readonly by: number,
  ) {
    this.applies =
      enabled === 'always' || !rows.some(({ kind }) => kind === 'collapse' || kind === 'kh_scan');
  }

  /** A pagemap sample: these regions became huge, or stopped being so. */
  observed({ page, n, kind }: Row): void {
    if (!this.applies) return;
    const last = (page + n - 1) >>> PMD_ORDER;
    for (let region = page >>> PMD_ORDER; region <= last; region++) this.set(region, kind === 'thp_gain');
  }

  /** A sample of AnonHugePages, row `at`: regions of the next pagemap samples that it counts already. */
  sampled(rows: readonly Row[], at: number): void {
    if (!this.applies) return;
    const { dst } = this.out.state;
    const seen = Math.round((rows[at]!.b * KIB) / PMD_BYTES);
    const kind = seen > dst.huge ? 'thp_gain' : 'thp_loss';
    const end = Math.min(rows.length, at + MOST_AHEAD);
    for (let i = at + 1; i < end && dst.huge !== seen; i++) {
      const row = rows[i]!;
      if (row.kind === 'uffd_register' || row.kind === 'uffd_unregister') return;
      if (row.kind === kind) this.set(row.page >>> PMD_ORDER, kind === 'thp_gain');
    }
  }

  private set(region: number, huge: boolean): void {
    const { out } = this;
    if ((out.state.dst.pmd[region] === PMD_HUGE) !== huge)
      out.emit(K.OBSERVED, this.by, region << PMD_ORDER, huge ? 1 : 0, NO_CAUSE);
  }
}
