/** What goes wrong between two hosts, and with a migration that is given up (H17-H19). */

import { PMD_PAGES } from '../../base/units.ts';
import { K } from '../../event/event.ts';
import { migReason, migState } from '../../event/migstate.ts';
import { HOST_DST, IN_FLIGHT, TO_SEND } from '../../event/pageword.ts';
import { causeKind } from './chain.ts';
import type { Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

/** A round that leaves less than this share of the one before gets somewhere. */
const CONVERGES = 0.9;

/** H17: round after round finds as much to send as the one before. */
export function watchConvergence({ state, finding }: Watch): Watcher {
  /** The first rounds that came to nothing. */
  let rounds: number[] = [];
  let before = 0;
  let left: number[] = [];
  return {
    before: {
      LOG_STOP: () => {
        left = [];
        for (let p = 0; p < state.pages; p++) if (state.src.words[p]! & TO_SEND) left.push(p);
      },
    },
    after: {
      ROUND_BEGIN: ({ n }) => {
        if (state.toSend < before * CONVERGES) rounds = [];
        else if (rounds.length < 2) rounds.push(n);
        before = state.toSend;
      },
      MIG_STATE: ({ n, arg }) => {
        const f = finding('H17');
        if (migReason(arg) !== 'it does not converge' || f.holds) return;
        f.holdAt(n);
        for (const page of left) f.hold(n, page);
        f.because(...rounds);
        f.note(n, hazardWords().toSend(before));
      },
    },
  };
}

/** H18: the connection breaks in postcopy: vCPUs run until they touch a page that is not there. */
export function watchNetwork({ state, finding }: Watch): Watcher {
  let paused = false;
  return {
    after: {
      MIG_STATE: ({ n, host, arg }) => {
        if (host !== HOST_DST) return;
        paused = migState(arg) === 'postcopy-paused' && migReason(arg) === 'the network is gone';
        const f = finding('H18');
        if (!paused || f.holds) return;
        for (let p = 0; p < state.pages; p++) if (state.src.words[p]! & (TO_SEND | IN_FLIGHT)) f.hold(n, p);
      },
      UFFD_FAULT: ({ n }) => {
        if (paused && finding('H18').holds) finding('H18').seen(n);
      },
    },
  };
}

/** H19: dirty logging ends and the guest goes on at the source by 4 KB leaves: old kernels drop them, and every page faults
 *  again (D10). */
export function watchRecovery({ columns, state, finding }: Watch): Watcher {
  return {
    after: {
      EPT_ZAP: ({ n, page, arg, cause, host }) => {
        if (host === HOST_DST || causeKind(columns, cause) !== K.LOG_STOP) return;
        if (finding('H19').holdRange(n, page, Math.min(arg, PMD_PAGES))) finding('H19').because(cause);
      },
      EPT_MAP: ({ n, host, page }) => {
        if (host !== HOST_DST && state.dirtyLog === 0 && finding('H19').concerns(page))
          finding('H19').seen(n);
      },
    },
  };
}
