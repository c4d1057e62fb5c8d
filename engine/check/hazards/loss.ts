/** Content that nobody will fetch: a hole became zeroes while the page was still at the source (H1-H4, H8, H32). The event that
 *  filled it, and what let it be filled, decide which hazard it is. */

import { PMD_ORDER } from '../../base/units.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, HOST_SRC, IN_FLIGHT, LOST, PRESENT, TO_SEND } from '../../event/pageword.ts';
import type { MemoryState } from '../../event/state.ts';
import { sayFlags } from '../../event/vmalist.ts';
import type { HazardId } from './catalogue.ts';
import { causeKind, lastOf, ZAPS } from './chain.ts';
import type { Finding, Seen, Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

const LOSSES = ['H1', 'H2', 'H3', 'H4', 'H8', 'H32'] as const satisfies readonly HazardId[];
const UFFD = [K.REGISTER, K.UNREGISTER];

/** What let holes be filled on the destination so far. */
class Causes {
  flood = false;
  /** Event with which a process died, -1 while both live. */
  died = -1;
  /** Regions of which the flood of discards took something. */
  private readonly flooded: Uint8Array;
  /** REGISTER and UNREGISTER so far. */
  private readonly calls: { n: number; kind: number; page: number; arg: number }[] = [];

  constructor(regions: number) {
    this.flooded = new Uint8Array(regions);
  }

  zapped({ host, page }: Seen): void {
    if (this.flood && host === HOST_DST) this.flooded[page >>> PMD_ORDER] = 1;
  }

  called({ n, kind, host, page, arg }: Seen): void {
    if (host === HOST_DST) this.calls.push({ n, kind, page, arg });
  }

  /** Event that disarmed the page last, -1 while it is armed or never was. */
  disarmedBy(page: number): number {
    const last = this.lastCall(page);
    return last?.kind === K.UNREGISTER ? last.n : -1;
  }

  private lastCall(page: number) {
    return this.calls.findLast((e) => e.page <= page && page < e.page + e.arg);
  }

  /** The hazard of a page that an event of kind `filler` filled, -1 if no event did. */
  idOf(page: number, filler: number): HazardId {
    if (this.died >= 0) return 'H32';
    if (this.disarmedBy(page) >= 0) return 'H4';
    if (filler === K.FAULT_HUGE_ZERO) return 'H8';
    if (filler !== K.COLLAPSE) return 'H3';
    return this.flooded[page >>> PMD_ORDER] ? 'H2' : 'H1';
  }
}

/** H4 without a witness: pages that were still at the source when their memory was disarmed. They have nowhere to go when they
 *  come, and are missing at the end though nobody touched them. */
class Unplaced {
  /** Pages that have content at the source; those that were owed when memory was disarmed, by the event, + 1. */
  private readonly hasContent: Uint8Array;
  private readonly owed: Uint32Array;

  constructor(private readonly state: MemoryState) {
    this.hasContent = new Uint8Array(state.pages);
    this.owed = new Uint32Array(state.pages);
  }

  filled(page: number, n: number): void {
    this.hasContent.fill(1, page, page + n);
  }

  disarmed({ n, page, arg }: Seen): void {
    const { src, dst } = this.state;
    for (let p = page; p < page + arg; p++)
      if (src.words[p]! & (TO_SEND | IN_FLIGHT) && !(dst.words[p]! & PRESENT)) this.owed[p] = n + 1;
  }

  /** Holds for those that are still missing. */
  end(f: Finding): void {
    const { words } = this.state.dst;
    for (let p = 0; p < this.state.pages; p++) {
      const by = this.owed[p]! - 1;
      if (by < 0 || !this.hasContent[p] || words[p]! & (PRESENT | LOST)) continue;
      if (f.hold(by, p)) f.because(by);
    }
  }
}

/** Pages that are lost, by what filled them. */
export function watchLoss({ columns, state, cast, finding }: Watch): Watcher {
  const unplaced = new Unplaced(state);
  let ended = false;
  const causes = new Causes(state.regions);
  /** The hazard of each filling event: it fills up to 512 pages at once. */
  const byFiller = new Map<number, HazardId>();
  const zapped = (e: Seen) => causes.zapped(e);
  const called = (e: Seen) => causes.called(e);

  const explain = (id: HazardId, { n, page, cause: filler }: Seen): void => {
    const f = finding(id);
    f.because(causes.died, n);
    if (filler === NO_CAUSE || id === 'H32') return;
    // Where the hole is from: a discard, or an image that has the page as lazy.
    const zap = lastOf(columns, filler, ZAPS, HOST_DST, page);
    if (causes.flood && zap >= 0) f.because(zap);
    else f.because(lastOf(columns, filler, [K.IMAGE_LAZY], HOST_SRC, page));
    if (id === 'H4') f.because(lastOf(columns, filler, UFFD, HOST_DST, page));
    if (columns.kind(filler) === K.COPY_REFUSED) return;
    const flags = sayFlags(state.dst.vmas.flagsAt(page));
    f.note(filler, hazardWords().unarmed(flags));
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
        causes.died = n;
        const f = finding('H32');
        for (let p = 0; p < state.pages; p++)
          if (state.src.words[p]! & (TO_SEND | IN_FLIGHT) && !(state.dst.words[p]! & PRESENT)) f.hold(n, p);
      },
    },
    after: {
      REGISTER: called,
      UNREGISTER: (e) => {
        called(e);
        // What CRIU's daemon does not bring is in the log page by page.
        if (cast === 'qemu' && e.host === HOST_DST) unplaced.disarmed(e);
      },
      POPULATE: ({ page, arg }) => unplaced.filled(page, arg),
      WRITE: ({ host, page }) => {
        if (host === HOST_SRC) unplaced.filled(page, 1);
      },
      POSTCOPY_END: () => {
        ended = true;
      },
      DISCARD_RECV: () => {
        causes.flood = true;
      },
      LOST: (e) => {
        const id = byFiller.get(e.cause) ?? causes.idOf(e.page, causeKind(columns, e.cause));
        byFiller.set(e.cause, id);
        const f = finding(id);
        const first = f.evidence.length === 0;
        f.hold(e.n, e.page);
        if (first) explain(id, e);
      },
      ABORT: over,
      MIG_STATE: (e) => {
        if (causes.died >= 0) over(e);
      },
    },
    end: () => {
      // Where somebody met holes, the log names them; this is for memory that nobody touched.
      if (ended && !finding('H4').holds) unplaced.end(finding('H4'));
    },
  };
}

/** The first access that meets a lost page. */
export function watchMeeting({ state, finding }: Watch): Watcher {
  const meet = ({ n, host, page }: Seen): void => {
    if (host !== HOST_DST || !(state.dst.words[page]! & LOST)) return;
    for (const id of LOSSES) {
      const f = finding(id);
      if (!f.concerns(page) || f.seenAt >= 0) continue;
      f.seen(n);
      if (page !== f.firstPages[0]) f.note(n, hazardWords().another);
    }
  };
  return { after: { READ: meet, WRITE: meet, EEXIST: meet } };
}
