/** Marks that a migration leaves on the memory it moved (H6, H7). */

import { PHASES } from '../../event/actor.ts';
import { K } from '../../event/event.ts';
import { HOST_DST } from '../../event/pageword.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE } from '../../event/vmalist.ts';
import { lastOf } from './chain.ts';
import type { Seen, Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

const END = PHASES.indexOf('end');
const CHANGES = [K.HUGEPAGE, K.NOHUGEPAGE, K.VMA_FLAGS];

/** H6: hg or nh at the end that memory did not have at the source. An aborted migration leaves nothing to compare. */
export function watchMarks({ columns, state, finding }: Watch): Watcher {
  let aborted = false;
  const give = (): void => {
    aborted = true;
  };
  return {
    after: {
      ABORT: give,
      DIED: give,
      INCOMING_EXIT: give,
      PHASE: ({ n, arg }) => {
        if (arg !== END || aborted) return;
        const f = finding('H6');
        for (const v of state.dst.vmas.list)
          for (const was of state.src.vmas.within(v.start, v.end)) {
            if (((was.flags ^ v.flags) & (VM_HUGEPAGE | VM_NOHUGEPAGE)) === 0) continue;
            const from = Math.max(v.start, was.start);
            const first = f.holdRange(n, from, Math.min(v.end, was.end) - from);
            if (first) f.because(lastOf(columns, n, CHANGES, HOST_DST, from));
          }
      },
    },
  };
}

/** H7: advice or registration for a part of a VMA splits it, and the parts differ until the end. What is as at the source is no
 *  side effect. */
export function watchSplits({ state, finding }: Watch): Watcher {
  const { dst, src } = state;
  /** Where VMAs were split, by which event, for which pages. */
  const splits: { at: number; event: number; page: number; pages: number }[] = [];
  const isBoundary = (page: number): boolean =>
    dst.vmas.find(page)?.start === page && page > 0 && dst.vmas.find(page - 1) !== undefined;
  let fresh: number[] = [];
  const on = <T>(handler: T) => ({
    HUGEPAGE: handler,
    NOHUGEPAGE: handler,
    REGISTER: handler,
    UNREGISTER: handler,
  });
  return {
    before: on(({ page, arg }: Seen) => {
      fresh = [page, page + arg].filter((at) => !isBoundary(at));
    }),
    after: on(({ n, host, page, arg }: Seen) => {
      if (host !== HOST_DST) return;
      for (const at of fresh) if (isBoundary(at)) splits.push({ at, event: n, page, pages: arg });
    }),
    end: () => {
      const left = splits.filter(({ at }) => isBoundary(at) && src.vmas.find(at)?.start !== at);
      const f = finding('H7');
      for (const { event, page, pages } of left) f.holdRange(event, page, pages);
      const first = left[0];
      if (first) f.note(first.event, hazardWords().vmasAtEnd(dst.vmas.list.length));
    },
  };
}
