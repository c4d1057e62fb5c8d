/** Memory that does not become huge, or late (H10-H13, H27, H28). */

import { PMD_ORDER, PMD_PAGES, SECOND } from '../../base/units.ts';
import { PHASES } from '../../event/actor.ts';
import { K } from '../../event/event.ts';
import { EPT, HOST_DST, PRESENT, ZERO } from '../../event/pageword.ts';
import {
  SCAN_ALLOC_HUGE_PAGE_FAIL,
  SCAN_EXCEED_NONE_PTE,
  SCAN_PAGE_COMPOUND,
  SCAN_PTE_UFFD_WP,
} from '../../event/scan.ts';
import { VM_UFFD } from '../../event/vmalist.ts';
import { FAULT_KINDS } from '../../scenario/faults.ts';
import { lastOf } from './chain.ts';
import type { Seen, Watch, Watcher } from './hazard.ts';
import { hazardWords } from './words.ts';

const COMPACTS = PHASES.indexOf('khugepaged');
/** H12: the guest has lived with small pages for so long since the migration ended. */
const LONG = 300 * SECOND;

const FRAGMENT = FAULT_KINDS.indexOf('fragment');

const regionOf = (page: number): number => page & ~(PMD_PAGES - 1);

/** Refusals of khugepaged: pieces of old folios (H10), no free huge page (H11), zero pages in armed memory (H13), uffd-wp (H27). */
export function watchRefusals({ columns, state, cast, finding }: Watch): Watcher {
  const { dst } = state;
  let ended = cast === 'script';
  let fragmented = -1;
  const refused = (e: Seen): void => {
    if (e.host !== HOST_DST) return;
    const first = regionOf(e.page);
    switch (e.arg & 255) {
      case SCAN_PAGE_COMPOUND: {
        const f = finding('H10');
        if (!ended || !f.holdRange(e.n, first, PMD_PAGES)) return;
        f.because(lastOf(columns, e.n, [K.PMD_SPLIT], HOST_DST, first));
        f.note(e.n, hazardWords().oldPieces(dst.pieces[first >>> PMD_ORDER]!));
        return;
      }
      case SCAN_ALLOC_HUGE_PAGE_FAIL:
        short(e);
        return;
      case SCAN_EXCEED_NONE_PTE:
        zeroes(e.n, first);
        return;
      case SCAN_PTE_UFFD_WP: {
        const f = finding('H27');
        if (!f.holdRange(e.n, first, PMD_PAGES)) return;
        for (let p = first; p < first + PMD_PAGES && f.evidence.length === 0; p++)
          f.because(lastOf(columns, e.n, [K.UFFD_WP_ON, K.WP_MARK], HOST_DST, p));
      }
    }
  };
  const short = ({ n, page, host }: Seen): void => {
    if (host !== HOST_DST) return;
    if (finding('H11').holdRange(n, regionOf(page), PMD_PAGES)) finding('H11').because(fragmented);
  };
  const zeroes = (n: number, first: number): void => {
    if (!(dst.vmas.flagsAt(first) & VM_UFFD)) return;
    let zero = -1;
    for (let p = first; p < first + PMD_PAGES; p++) {
      const w = dst.words[p]!;
      if (!(w & PRESENT)) return;
      if (w & ZERO && zero < 0) zero = p;
    }
    const f = finding('H13');
    const began = !f.holds;
    for (let p = first; p < first + PMD_PAGES; p++) if (dst.words[p]! & ZERO) f.hold(n, p);
    if (began) f.because(lastOf(columns, n, [K.ZEROPAGE, K.FAULT_ZERO, K.FAULT_HUGE_ZERO], HOST_DST, zero));
  };
  return {
    after: {
      PHASE: ({ arg }) => {
        ended ||= arg === COMPACTS;
      },
      INJECT: ({ n, arg }) => {
        if (arg === FRAGMENT) fragmented = n;
      },
      KH_SCAN: refused,
      THP_FALLBACK: (e) => {
        if (fragmented >= 0) short(e);
      },
    },
  };
}

/** H12: khugepaged's budget is 8 regions every 10 seconds, whatever the guest's size (K3a). */
export function watchSlowness({ columns, finding }: Watch): Watcher {
  let since = -1;
  return {
    after: {
      PHASE: ({ n, arg }) => {
        if (arg === COMPACTS) since = n;
      },
      COLLAPSE: ({ n, host, page }) => {
        if (since < 0 || host !== HOST_DST) return;
        const late = columns.time(n) - columns.time(since);
        if (late < LONG || !finding('H12').holdRange(n, regionOf(page), PMD_PAGES)) return;
        const disarmed = lastOf(columns, since, [K.UNREGISTER], HOST_DST, page);
        finding('H12').because(disarmed < 0 ? since : disarmed);
        finding('H12').note(n, hazardWords().late(late));
      },
    },
  };
}

/** H28: a collapse takes 2 MiB out of EPT under a running guest, which faults it in again. */
export function watchEptBurst({ state, finding }: Watch): Watcher {
  const collapsedAt = new Uint32Array(state.regions);
  const had = new Uint8Array(state.regions);
  let runs = false;
  return {
    before: {
      COLLAPSE: ({ n, host, page }) => {
        if (!runs || host !== HOST_DST) return;
        const region = page >>> PMD_ORDER;
        const first = region << PMD_ORDER;
        for (let p = first; p < first + PMD_PAGES; p++)
          if (state.dst.words[p]! & EPT) {
            had[region] = 1;
            collapsedAt[region] = n;
            return;
          }
      },
    },
    after: {
      VM_RUN: ({ host }) => {
        runs = host === HOST_DST;
      },
      EPT_MAP: ({ n, host, page }) => {
        const region = page >>> PMD_ORDER;
        if (host !== HOST_DST || !had[region]) return;
        had[region] = 0;
        if (finding('H28').holdRange(n, region << PMD_ORDER, PMD_PAGES))
          finding('H28').because(collapsedAt[region]!);
      },
    },
  };
}
