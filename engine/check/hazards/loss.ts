/** Content that nobody will fetch: a hole became zeroes while the page was still at the source (H1-H4, H8, H32). Who filled it, and
 *  what let it be filled, tells which hazard it is. */

import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, HOST_SRC, IN_FLIGHT, LOST, PRESENT, TO_SEND } from '../../event/pageword.ts';
import { sayFlags } from '../../event/vmalist.ts';
import type { HazardId } from './catalogue.ts';
import { lastOf, ZAPS } from './chain.ts';
import type { Finding, Seen, Watch, Watcher } from './hazard.ts';

const LOSSES = ['H1', 'H2', 'H3', 'H4', 'H8', 'H32'] as const satisfies readonly HazardId[];
const UFFD = [K.REGISTER, K.UNREGISTER];

export function watchLoss({ columns, state, finding }: Watch): Watcher {
  /** Regions of which the flood of discards took something. */
  const flooded = new Uint8Array(state.regions);
  let flood = false;
  let died = -1;
  /** REGISTER and UNREGISTER on the destination so far. */
  const calls: { kind: number; page: number; arg: number }[] = [];
  /** What each filling event belongs to: it fills up to 512 pages at once. */
  const byFiller = new Map<number, HazardId>();

  const zapped = ({ host, page }: Seen): void => {
    if (flood && host === HOST_DST) flooded[page >>> 9] = 1;
  };
  const arm = ({ kind, host, page, arg }: Seen): void => {
    if (host === HOST_DST) calls.push({ kind, page, arg });
  };
  const isDisarmed = (page: number): boolean => {
    const last = calls.findLast((e) => e.page <= page && page < e.page + e.arg);
    return last !== undefined && last.kind === K.UNREGISTER;
  };
  const idOf = (page: number, filler: number): HazardId => {
    if (died >= 0) return 'H32';
    if (isDisarmed(page)) return 'H4';
    const kind = columns.kind(filler);
    if (kind === K.FAULT_HUGE_ZERO) return 'H8';
    if (kind !== K.COLLAPSE) return 'H3';
    return flooded[page >>> 9] ? 'H2' : 'H1';
  };
  const explain = (f: Finding, { n, page, cause: filler }: Seen): void => {
    f.because(died, n);
    if (filler === NO_CAUSE || f === finding('H32')) return;
    // Where the hole is from: a discard, or an image that has the page as lazy.
    const zap = lastOf(columns, filler, ZAPS, HOST_DST, page);
    if (flood && zap >= 0) f.because(zap);
    else f.because(lastOf(columns, filler, [K.IMAGE_LAZY], HOST_SRC, page));
    if (f === finding('H4')) f.because(lastOf(columns, filler, UFFD, HOST_DST, page));
    if (columns.kind(filler) === K.COPY_REFUSED) return;
    const flags = sayFlags(state.dst.vmas.flagsAt(page));
    f.note(filler, `the VMA says ${flags === '' ? 'neither hg nor nh' : flags} and is not armed`);
  };
  const meet = ({ n, host, page }: Seen): void => {
    if (host !== HOST_DST || !(state.dst.words[page]! & LOST)) return;
    for (const id of LOSSES) {
      const f = finding(id);
      if (!f.concerns(page) || f.seenAt >= 0) continue;
      f.seen(n);
      if (page !== f.firstPages[0]) f.note(n, 'another of these pages');
    }
  };
  const over = ({ n }: Seen): void => {
    for (const id of LOSSES) if (finding(id).holds) finding(id).seen(n);
  };

  return {
    before: {
      ZAP: zapped,
      ZAP_PMD: zapped,
      // The manager takes with it what had not come yet (U7).
      DIED: ({ n }) => {
        died = n;
        const f = finding('H32');
        for (let p = 0; p < state.pages; p++)
          if (state.src.words[p]! & (TO_SEND | IN_FLIGHT) && !(state.dst.words[p]! & PRESENT)) f.hold(n, p);
      },
    },
    after: {
      REGISTER: arm,
      UNREGISTER: arm,
      DISCARD_RECV: () => {
        flood = true;
      },
      LOST: (e) => {
        let id = byFiller.get(e.cause);
        if (id === undefined) {
          id = idOf(e.page, e.cause);
          byFiller.set(e.cause, id);
        }
        const f = finding(id);
        const first = f.evidence.length === 0;
        f.hold(e.n, e.page);
        if (first) explain(f, e);
      },
      READ: meet,
      WRITE: meet,
      EEXIST: meet,
      ABORT: over,
      MIG_STATE: (e) => {
        if (died >= 0) over(e);
      },
    },
  };
}
