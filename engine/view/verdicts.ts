/** khugepaged's verdicts in the run of a script, by the line of the operation that made it look. */

import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { SCAN_NAMES, SCAN_PMD_MAPPED, SCAN_SUCCEED } from '../event/scan.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { Recorder } from '../log/recorder.ts';
import { Replica } from './replica.ts';

/** What khugepaged did during one operation. */
export interface LineVerdict {
  readonly line: number;
  /** Step of the event to look at: of the last refusal, or of the last collapse where nothing was refused. */
  readonly step: number;
  /** Regions that were collapsed. */
  readonly collapsed: number;
  /** The last refusal: the kernel's word, holes and zero pages met, and whether the region was registered for missing faults. */
  readonly refused: {
    readonly verdict: string;
    readonly holes: number;
    readonly registered: boolean;
    /** Regions that were refused. */
    readonly regions: number;
  } | null;
}

/** An operation of a script: its line, and the events in the log when it had returned. */
interface Done {
  readonly line: number;
  readonly step: number;
}

/** Verdicts of the operations `done` of a script's run; none for an operation during which khugepaged looked at nothing. */
export function verdictsOf({ columns, keyframes, state }: Recorder, done: readonly Done[]): LineVerdict[] {
  const replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
  const out: LineVerdict[] = [];
  let from = 0;
  for (const { line, step: to } of done) {
    const refused = new Map<number, number>();
    let collapsed = 0;
    let lastCollapse = 0;
    for (let n = from; n < to; n++) {
      if (columns.kind(n) === K.COLLAPSE) {
        collapsed++;
        lastCollapse = n + 1;
        refused.delete(columns.page(n));
      }
      if (columns.kind(n) !== K.KH_SCAN) continue;
      const code = columns.arg(n) & 255;
      // A region that is huge already is not refused.
      if (code !== SCAN_SUCCEED && code !== SCAN_PMD_MAPPED) refused.set(columns.page(n), n);
    }
    from = to;
    const last = [...refused.values()].at(-1);
    if (last === undefined && collapsed === 0) continue;
    out.push({
      line,
      step: last === undefined ? lastCollapse : last + 1,
      collapsed,
      refused: last === undefined ? null : { ...refusal(last), regions: refused.size },
    });
  }
  return out;

  function refusal(n: number) {
    const side = replica.seek(n + 1).side(hostOf(columns.who(n)));
    return {
      verdict: SCAN_NAMES[columns.arg(n) & 255] ?? '',
      holes: columns.arg(n) >>> 8,
      registered: (side.vmas.flagsAt(columns.page(n)) & VM_UFFD_MISSING) !== 0,
    };
  }
}
