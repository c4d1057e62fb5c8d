/** How the events of dirty trackers change the state; added to the table of fold by whoever emits them. On the source LOGGED says
 *  "written since the last harvest", whoever notices: KVM's bit, an entry of a list, soft-dirty, uffd-wp lifted. TO_SEND says that
 *  the page is in the manager's bitmap. */
import './spec/tracking.ts';
import { PMD_ORDER } from '../base/units.ts';
import { type Changes, setPresent, touchRange } from './entries.ts';
import { addFolds } from './fold.ts';
import { EPT_WRITE, LOGGED, TO_SEND, UFFD_WP, WRITE } from './pageword.ts';
import type { MemoryState } from './state.ts';

/** Logged pages of a range go into the manager's bitmap; `clear` is what is taken from them. */
function harvest(s: MemoryState, page: number, n: number, clear: number): void {
  const { words } = s.src;
  for (let p = page; p < page + n; p++) {
    const w = words[p]!;
    if (!(w & LOGGED)) continue;
    if (!(w & TO_SEND)) s.toSend++;
    words[p] = (w & ~clear) | TO_SEND;
  }
  touchRange(s, 0, page, n);
}

/** Sets and clears bits of all pages of a range on the source. */
function change(s: MemoryState, page: number, n: number, set: number, clear: number): void {
  const { words } = s.src;
  for (let p = page; p < page + n; p++) words[p] = (words[p]! & ~clear) | set;
  touchRange(s, 0, page, n);
}

const changes: Changes = {
  LOG_PROTECT: (s, _h, page, n) => change(s, page, n, 0, EPT_WRITE),
  LOG_ONES: (s, _h, page, n) => change(s, page, n, LOGGED, 0),
  LOG_GET: (s, _h, page, n) => harvest(s, page, n, 0),
  LOG_CLEARED: (s, _h, page, n) => {
    const { words } = s.src;
    const both = LOGGED | TO_SEND;
    for (let p = page; p < page + n; p++) {
      const w = words[p]!;
      if ((w & both) === both) words[p] = w & ~(LOGGED | EPT_WRITE);
    }
    touchRange(s, 0, page, n);
  },
  HARVEST: (s, _h, page, n) => harvest(s, page, n, LOGGED),
  SOFT_CLEAR: (s, _h, page, n) => setPresent(s, s.src, page, n, 0, LOGGED | WRITE),
  SOFT_DIRTY: (s, _h, page, n) => change(s, page, n, LOGGED, 0),
  PAGEMAP_READ: (s, _h, page, n) => harvest(s, page, n, LOGGED),
  PAGEMAP_SCAN: (s, _h, page, n) => {
    harvest(s, page, n, LOGGED);
    setPresent(s, s.src, page, n, UFFD_WP, WRITE);
  },
  WP_DIRTY: (s, _h, page) => {
    s.src.words[page] = s.src.words[page]! | LOGGED;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  TRACK_START: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) {
      const w = words[p]!;
      if (!(w & TO_SEND)) s.toSend++;
      words[p] = w | TO_SEND;
    }
    touchRange(s, 0, page, n);
  },
  TRACK_TAKE: (s) => {
    const { words } = s.src;
    for (let p = 0; p < s.pages; p++) words[p] = words[p]! & ~TO_SEND;
    s.toSend = 0;
    s.touched[0].fill(1);
  },
};

addFolds(changes);
