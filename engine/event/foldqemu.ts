/** How the events that only QEMU emits change the state; added to the table of fold by whoever emits them. */
import './spec/qemu.ts';
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { type Changes, land, takeOff, touchRange, unmap } from './entries.ts';
import { addFolds, receive } from './fold.ts';
import {
  EPT,
  EPT_4K,
  EPT_WRITE,
  IN_FLIGHT,
  LOGGED,
  PMD_HUGE,
  PMD_NONE,
  PTE_BITS,
  SENT,
  TO_SEND,
} from './pageword.ts';
import { VmaList } from './vmalist.ts';

const changes: Changes = {
  SEND_ZERO: (s, _h, page) => {
    takeOff(s, page);
    s.src.words[page] = (s.src.words[page]! & ~TO_SEND) | SENT;
    s.toSend--;
    s.touched[0][page >>> PMD_ORDER] = 1;
  },
  // Nothing was written by it: what the touch before it mapped says whether the page is dirty.
  LOAD_ZERO: (s, _h, page, arg) => {
    const { words } = s.dst;
    const entry = words[page]! & PTE_BITS;
    receive(s, page, arg);
    words[page] = (words[page]! & ~PTE_BITS) | entry;
  },
  LOG_STOP: (s) => {
    const { words } = s.src;
    for (let p = 0; p < s.pages; p++) words[p] = words[p]! & ~(TO_SEND | IN_FLIGHT | LOGGED);
    s.toSend = 0;
    s.inFlight = 0;
    s.dirtyLog = 0;
    s.touched[0].fill(1);
  },
  EPT_RECOVER: (s, h, page) => {
    const { words } = s.side(h);
    for (let p = page; p < page + PMD_PAGES; p++) words[p] = (words[p]! & ~EPT_4K) | EPT | EPT_WRITE;
    s.touched[h][page >>> PMD_ORDER] = 1;
  },
  RESEND: (s, _h, page, n) => {
    const { words } = s.src;
    for (let p = page; p < page + n; p++) {
      land(s, p);
      words[p] = words[p]! | TO_SEND;
    }
    s.toSend += n;
    touchRange(s, 0, page, n);
  },
  UNREQUEST: (s, _h, page) => {
    s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
    s.touched[1][page >>> PMD_ORDER] = 1;
  },
  INCOMING_EXIT: (s) => {
    const side = s.dst;
    for (let region = 0; region < s.regions; region++) {
      if (side.pmd[region] === PMD_HUGE) {
        side.huge--;
        side.pieces[region] = 0;
      }
      const end = Math.min(s.pages, (region + 1) << PMD_ORDER);
      for (let p = region << PMD_ORDER; p < end; p++) unmap(s, side, p);
      side.pmd[region] = PMD_NONE;
    }
    side.words.fill(0);
    side.vmas = new VmaList();
    s.waiting = 0;
    s.touched[1].fill(1);
  },
};

addFolds(changes);
