/** Memory that changes under a userfaultfd by other hands than its owner's: dropped, forked, locked (H15, H16, H24, H26). */

import { VCPU } from '../../event/actor.ts';
import { CHILD_SERVED } from '../../event/arg.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, IN_FLIGHT, PRESENT, RECEIVED, TO_SEND } from '../../event/pageword.ts';
import { changedPages, changeOf, VM_UFFD_MISSING } from '../../event/vmalist.ts';
import { causeKind, lastOf } from './chain.ts';
import type { Finding, Seen, Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

/** H16, H24: the application or a balloon drops armed memory. QEMU's source has no second copy of what came already; CRIU's daemon
 *  puts old content where the application has dropped it. */
export function watchDropped({ columns, state, cast, finding }: Watch): Watcher {
  const { dst } = state;
  /** Event of the call that dropped each page, + 1. */
  const dropped = new Uint32Array(state.pages);
  const early = new EarlyDrops(state.pages);
  const call = ({ n, host, actor, page, arg, cause }: Seen): void => {
    if (host !== HOST_DST) return;
    const armed = (dst.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
    // Discards of the migration itself come before memory is armed; here somebody else calls.
    if (actor !== VCPU && causeKind(columns, cause) !== K.INJECT) return;
    if (!armed) {
      if (cast === 'qemu') early.dropped(n, page, arg);
      return;
    }
    for (let p = page; p < page + arg; p++) {
      dropped[p] = n + 1;
      const gone = dst.words[p]! & RECEIVED;
      if (cast === 'qemu' && gone) finding('H24').hold(n, p);
    }
  };
  const placed = ({ n, host, page, arg }: Seen): void => {
    early.arrived(page, arg !== 0);
    const by = dropped[page]!;
    if (by === 0 || host !== HOST_DST) return;
    dropped[page] = 0;
    if (cast !== 'qemu' && finding('H16').hold(n, page)) finding('H16').because(by - 1);
  };
  return {
    before: { DONTNEED: call },
    after: {
      COPY: placed,
      LOAD: ({ page }) => early.arrived(page, true),
      LOAD_ZERO: ({ page }) => early.arrived(page, false),
      ZEROPAGE: ({ page }) => early.arrived(page, false),
      VM_RUN: ({ host }) => {
        if (host === HOST_DST) early.over = true;
      },
      INCOMING_EXIT: () => early.forget(),
      ABORT: () => early.forget(),
      DIED: () => early.forget(),
      UFFD_FAULT: ({ n, page }) => {
        const f = finding('H24');
        if (!f.concerns(page) || state.src.words[page]! & (TO_SEND | IN_FLIGHT)) return;
        if (f.seenAt < 0) f.note(n, hazardWords().sentAlready);
        f.seen(n);
      },
      LAZY_DROP: ({ page, arg }) => dropped.fill(0, page, page + arg),
      WRITE: ({ host, page }) => {
        if (host === HOST_DST) dropped[page] = 0;
      },
    },
    end: () => early.hold(finding('H24')),
  };
}

/** Pages that had come when somebody dropped them, while memory was not armed and the guest still ran at the source: unless they
 *  come once more, the guest reads zeroes. */
class EarlyDrops {
  /** The guest runs here: what is dropped from now on, it gives up itself. */
  over = false;
  private readonly hasContent: Uint8Array;
  /** Event that dropped each page, + 1. */
  private readonly by: Uint32Array;

  constructor(pages: number) {
    this.hasContent = new Uint8Array(pages);
    this.by = new Uint32Array(pages);
  }

  arrived(page: number, hasContent: boolean): void {
    this.hasContent[page] = hasContent ? 1 : 0;
    this.by[page] = 0;
  }

  dropped(n: number, page: number, pages: number): void {
    if (this.over) return;
    for (let p = page; p < page + pages; p++) if (this.hasContent[p]) this.by[p] = n + 1;
  }

  forget(): void {
    this.by.fill(0);
  }

  hold(f: Finding): void {
    for (let p = 0; p < this.by.length; p++) if (this.by[p]! > 0) f.hold(this.by[p]! - 1, p);
  }
}

/** H15: a child of a process whose memory is not all there yet, without fork events: nobody serves the child (U15). */
export function watchFork({ columns, state, finding }: Watch): Watcher {
  /** `all`: nobody knows of pages that are not owed. */
  const orphan = ({ n, host }: Seen, served: boolean, all: boolean): void => {
    if (served) return;
    const side = state.side(host);
    for (const v of side.vmas.list) {
      if (!(v.flags & VM_UFFD_MISSING)) continue;
      for (let p = v.start; p < v.end; p++) {
        const owed = all || (state.src.words[p]! & (TO_SEND | IN_FLIGHT)) !== 0;
        if (side.words[p]! & PRESENT || !owed || !finding('H15').hold(n, p)) continue;
        finding('H15').because(lastOf(columns, n, [K.REGISTER, K.VMA_FLAGS], host, p));
      }
    }
  };
  return {
    before: {
      FORK: (e) => orphan(e, e.arg !== 0, true),
      LAZY_FORK: (e) => orphan(e, (e.arg & CHILD_SERVED) !== 0, false),
    },
  };
}

/** H26: mlock populates what it locks, so of armed memory it asks for every missing page, and sleeps (U18). */
export function watchLocked({ columns, state, finding }: Watch): Watcher {
  let lock = -1;
  let from = 0;
  let to = 0;
  return {
    after: {
      VMA_FLAGS: ({ n, host, page, arg }) => {
        if (changeOf(arg).name !== 'mlock' || !(state.side(host).vmas.flagsAt(page) & VM_UFFD_MISSING))
          return;
        lock = n;
        from = page;
        to = page + changedPages(arg);
      },
      UFFD_FAULT: ({ n, host, page }) => {
        if (lock < 0 || page < from || page >= to || !finding('H26').hold(n, page)) return;
        finding('H26').because(lastOf(columns, lock, [K.REGISTER, K.VMA_FLAGS], host, page), lock);
      },
    },
  };
}
