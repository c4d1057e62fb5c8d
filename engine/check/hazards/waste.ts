/** Work and memory in vain: huge pages thrown away, folios held in pieces, pages sent twice, huge mappings that a few discards
 *  split (H5, H9, H22, H31). */

import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { K, versionOf } from '../../event/event.ts';
import {
  HOST_DST,
  HOST_SRC,
  PIECE,
  PMD_HUGE,
  PMD_TABLE,
  PRESENT,
  TO_SEND,
  ZERO,
} from '../../event/pageword.ts';
import { lastOf, ZAPS } from './chain.ts';
import type { Seen, Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

/** H5: hg is back while memory is armed, so a write to an empty region allocates 2 MiB before userfaultfd is asked (S0.8). */
export function watchThrownAway({ finding }: Watch): Watcher {
  let advised = -1;
  let registered = -1;
  let thrown = -1;
  return {
    after: {
      HUGEPAGE: ({ n, host }) => {
        if (host === HOST_DST) advised = n;
      },
      REGISTER: ({ n, host }) => {
        if (host === HOST_DST) registered = n;
      },
      THP_THROWN: ({ n, host, page }) => {
        if (host !== HOST_DST) return;
        thrown = page;
        if (finding('H5').hold(n, page)) finding('H5').because(registered, advised);
      },
      UFFD_FAULT: ({ n, page }) => {
        if (page === thrown && finding('H5').holds) finding('H5').seen(n);
      },
    },
  };
}

/** A folio counts as bloat when at least this many of its pages came back as new ones while it is held: the region takes one
 *  and a half times its size. */
const BLOAT = PMD_PAGES / 2;

/** H9: zapped pieces of a folio give nothing back, and what fills their holes is new memory. */
export function watchBloat({ columns, state, finding }: Watch): Watcher {
  const { dst } = state;
  const refilled = new Uint16Array(state.regions);
  const placed = ({ n, page }: Seen): void => {
    const region = page >>> PMD_ORDER;
    const pieces = dst.pieces[region]!;
    if (pieces === 0 || dst.pmd[region] !== PMD_TABLE) return;
    const count = refilled[region]! + 1;
    refilled[region] = count;
    const f = finding('H9');
    if (count > BLOAT) f.hold(n, page);
    if (count !== BLOAT) return;
    const first = region << PMD_ORDER;
    const began = !f.holds;
    for (let p = first; p < first + PMD_PAGES; p++) {
      const w = dst.words[p]!;
      if (w & PRESENT && !(w & (PIECE | ZERO))) f.hold(n, p);
    }
    if (!began) return;
    f.because(
      lastOf(columns, n, [K.FOLIO_DEFERRED], HOST_DST, first),
      lastOf(columns, n, ZAPS, HOST_DST, page),
      n,
    );
    f.note(n, hazardWords().held(PMD_PAGES - pieces, count));
  };
  const restart = ({ host, page }: Seen): void => {
    if (host === HOST_DST) refilled[page >>> PMD_ORDER] = 0;
  };
  return { after: { COPY: placed, COLLAPSE: restart, ZAP_PMD: restart, FOLIO_FREE: restart } };
}

/** More than this share of what was sent was sent in vain. */
const VAIN = 1 / 10;

/** H22: a page that was written before it was sent, but after its bit was read, is found dirty once more and sent a second time
 *  with the same content (D5). */
export function watchFalseDirt({ columns, state, finding }: Watch): Watcher {
  const last = new Uint32Array(state.pages);
  /** Event of each page's last copy. */
  const sentAt = new Uint32Array(state.pages);
  const vain: [page: number, event: number, before: number][] = [];
  let resent = false;
  const judge = ({ n }: Seen): void => {
    const f = finding('H22');
    const sent = state.counts[K.SEND]!;
    if (f.holds || vain.length <= sent * VAIN) return;
    for (const [page] of vain) f.hold(n, page);
    const [page, again, before] = vain[0]!;
    f.because(before, lastOf(columns, again, [K.LOG_DIRTY, K.LOG_HARVEST], HOST_SRC, page), again);
    f.note(again, hazardWords().sameContent(before + 1));
    f.note(n, hazardWords().sentInVain(vain.length, sent));
  };
  return {
    after: {
      RESEND: () => {
        resent = true;
      },
      SEND: ({ n, page, arg }) => {
        const version = versionOf(arg);
        if (!resent && version !== 0 && last[page] === version) vain.push([page, n, sentAt[page]!]);
        last[page] = version;
        sentAt[page] = n;
      },
      ROUND_END: judge,
      VM_STOP: judge,
      DEVICE: judge,
      POSTCOPY_END: judge,
    },
  };
}

/** Fewer huge mappings than this share outlive the flood, though fewer pages than this share were written again. */
const FEW = 1 / 10;

/** H31: one discarded page splits a whole huge mapping: a thin spread of writes leaves none (N26). */
export function watchSurvivors({ state, finding }: Watch): Watcher {
  let huge = -1;
  let dirty = 0;
  let begin = -1;
  const hit: number[] = [];
  const lose = ({ host, page }: Seen): void => {
    if (huge >= 0 && host === HOST_DST && state.dst.pmd[page >>> PMD_ORDER] === PMD_HUGE)
      hit.push(page >>> PMD_ORDER);
  };
  let split = -1;
  return {
    before: { PMD_SPLIT: lose, ZAP_PMD: lose },
    after: {
      PMD_SPLIT: ({ n, host }) => {
        if (host === HOST_DST && huge >= 0 && split < 0) split = n;
      },
      DISCARD_RECV: ({ n }) => {
        if (huge >= 0) return;
        huge = state.dst.huge;
        begin = n;
        for (let p = 0; p < state.pages; p++) if (state.src.words[p]! & TO_SEND) dirty++;
      },
      REGISTER: ({ n, host }) => {
        if (host !== HOST_DST || huge <= 0 || finding('H31').holds) return;
        const left = huge - hit.length;
        if (dirty >= state.pages * FEW || left >= huge * FEW) return;
        const f = finding('H31');
        for (const region of hit) f.holdRange(n, region << PMD_ORDER, PMD_PAGES);
        f.because(begin, split, n);
        f.note(n, hazardWords().fewLeft(left, huge, dirty, state.pages));
      },
    },
  };
}
