/** userfaultfd. */
import { PAGE_BYTES, PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { movedFrom, movedPages, OLD_PAGES, OLD_REGION, UFFD_EVENTS, versionOf } from '../arg.ts';
import {
  addPiece,
  allocTable,
  dropPiece,
  land,
  mapSmall,
  receive,
  setBits,
  setPresent,
  touchRange,
} from '../entries.ts';
import { NO_FRAME } from '../folios.ts';
import { allPages, type KindRows, NOTHING, PAGE, REGION, range } from '../kind.ts';
import {
  DIRTY,
  EPT_BITS,
  IN_FLIGHT,
  PIECE,
  PMD_NONE,
  PMD_TABLE,
  POISON_MARKER,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  WAITING,
  WRITE,
  YOUNG,
  ZERO,
} from '../pageword.ts';
import type { Side } from '../state.ts';
import { VM_UFFD, VM_UFFD_MISSING, VM_UFFD_WP } from '../vmalist.ts';
import { are, at, bytes, page, pages, region, server, span, threads, toucher } from '../words.ts';

export const UFFD = {
  UFFD_OPEN: {
    number: 29,
    name: 'uffd.open',
    fn: 'userfaultfd',
    rule: 'U1',
    about: NOTHING,
    call: () => 'userfaultfd(O_CLOEXEC|O_NONBLOCK) = 15',
    words: (e) =>
      e.subject === 'script'
        ? 'the process opens a userfaultfd'
        : e.subject === 'criu'
          ? 'the restorer opens a userfaultfd for the lazy-pages daemon before it registers memory'
          : 'the destination opens a userfaultfd and starts its fault thread before it registers memory',
  },
  REGISTER: {
    number: 30,
    name: 'uffd.register',
    fn: 'userfaultfd_register',
    rule: 'U4',
    about: range(),
    arg: 'pages',
    surveys: true,
    cost: (c) => c.uffdRegister,
    fold: (s, h, page, n) => s.side(h).vmas.change(page, page + n, VM_UFFD_MISSING, VM_UFFD_WP),
    call: (e) => `ioctl(15, UFFDIO_REGISTER, {range={${at(e)}, ${bytes(e.arg)}}, mode=MISSING}) = 0`,
    words: (e) =>
      `${pages(e.arg)} ${are(e.arg)} armed: from now on the touch of a hole sends a message and never reads zeroes`,
  },
  UNREGISTER: {
    number: 31,
    name: 'uffd.unregister',
    fn: 'userfaultfd_unregister',
    rule: 'U6',
    about: range(),
    arg: 'pages',
    surveys: true,
    cost: (c) => c.uffdUnregister,
    fold: (s, h, page, n) => s.side(h).vmas.change(page, page + n, 0, VM_UFFD),
    call: (e) => `ioctl(15, UFFDIO_UNREGISTER, {${at(e)}, ${bytes(e.arg)}}) = 0`,
    words: (e) => `${pages(e.arg)} ${are(e.arg)} no longer armed: khugepaged may fill holes again`,
  },
  UFFD_FAULT: {
    number: 32,
    name: 'uffd.fault',
    fn: 'handle_userfault',
    rule: 'F10',
    about: PAGE,
    arg: 'bit 0 a write, bit 1 of a write-protected page',
    heat: 'once',
    counter: 'userfaults',
    cost: (c) => c.userfault,
    fold: (s, h, page) => {
      const { words } = s.side(h);
      words[page] = words[page]! | WAITING;
      s.waiting++;
      s.touched[h][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `${toucher(e)} ${e.arg & 1 ? 'writes' : 'reads'} the ${e.arg & 2 ? 'write-protected page' : 'hole'} at ${page(e.page)} and sleeps; ${server(e)} gets a message`,
  },
  UFFD_READ: {
    number: 33,
    name: 'uffd.read',
    fn: 'userfaultfd_ctx_read',
    rule: 'F14',
    about: PAGE,
    call: (e) => `read(15, {event=PAGEFAULT, address=${at(e)}}, 32) = 32`,
    words: (e) => `${server(e)} reads the message for ${page(e.page)}`,
  },
  COPY: {
    number: 34,
    name: 'uffd.copy',
    fn: 'mfill_atomic',
    rule: 'U8',
    about: PAGE,
    arg: 'content version, OLD_COPY when the source has newer',
    content: 'arrives',
    ledger: 'loaded',
    counter: 'UFFDIO_COPY calls',
    cost: (c) => c.uffdCopy,
    fold: (s, h, page, arg) => {
      // A marker is overwritten, and its protection with it.
      const { words } = s.side(h);
      words[page] = words[page]! & ~UFFD_WP;
      mapSmall(s, h, page);
      receive(s, page, arg);
    },
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e)}, len=${PAGE_BYTES}}) = 0`,
    words: (e) => `${page(e.page)} (v${versionOf(e.arg)}) fills its hole as a 4 KiB page`,
  },
  ZEROPAGE: {
    number: 35,
    name: 'uffd.zeropage',
    fn: 'mfill_atomic_pte_zeropage',
    rule: 'U10',
    about: PAGE,
    content: 'zeroes',
    ledger: 'loaded',
    cost: (c) => c.uffdZeropage,
    fold: (s, h, page) => {
      const side = s.dst;
      const region = page >>> PMD_ORDER;
      side.words[page] = (side.words[page]! & ~PTE_BITS) | PRESENT | ZERO;
      if (side.pmd[region] === PMD_NONE) side.pmd[region] = PMD_TABLE;
      receive(s, page, 0);
      side.words[page] = (side.words[page] as number) & ~(DIRTY | YOUNG);
      s.touched[h][region] = 1;
    },
    call: (e) => `ioctl(15, UFFDIO_ZEROPAGE, {${at(e)}, ${PAGE_BYTES}}) = 0`,
    words: (e) => `${page(e.page)} is all zero: the 4 KiB zero page fills its hole`,
  },
  EEXIST: {
    number: 36,
    name: 'uffd.eexist',
    fn: 'mfill_atomic',
    rule: 'U8',
    about: PAGE,
    arg: 'content version that could not be placed',
    counter: 'UFFDIO_COPY calls',
    fold: (s, _h, page) => {
      land(s, page);
      s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
      s.touched[0][page >>> PMD_ORDER] = 1;
      s.touched[1][page >>> PMD_ORDER] = 1;
    },
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e)}, len=${PAGE_BYTES}}) = -1 EEXIST`,
    words: (e) => `${page(e.page)} cannot be placed: something is already mapped there`,
  },
  WAKE: {
    number: 37,
    name: 'uffd.wake',
    fn: '__wake_userfault',
    rule: 'U11',
    about: PAGE,
    arg: 'vCPUs woken',
    fold: (s, h, page, n) => {
      const { words } = s.side(h);
      words[page] = words[page]! & ~WAITING;
      s.waiting -= n;
      s.touched[h][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `${threads(e, e.arg)} waiting for ${page(e.page)} ${e.arg === 1 ? 'wakes and touches' : 'wake and touch'} it again`,
  },
  UFFD_WP_ON: {
    number: 76,
    name: 'uffd.wp',
    fn: 'uffd_wp_range',
    rule: 'U12',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => setPresent(s, s.side(h), page, n, UFFD_WP, WRITE),
    words: (e) => `userfaultfd write-protects ${span(e.page, e.arg)}`,
  },
  WP_MARK: {
    number: 77,
    name: 'uffd.wpMarker',
    fn: 'make_pte_marker',
    rule: 'U12',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => {
      allocTable(s, h, page);
      setBits(s, s.side(h), page, n, UFFD_WP, 0);
    },
    words: (e) =>
      e.arg === 1
        ? `${page(e.page)} is a hole: a marker records that it is write-protected`
        : `${span(e.page, e.arg)} are holes: markers record that they are write-protected`,
  },
  UFFD_WP_OFF: {
    number: 78,
    name: 'uffd.wpOff',
    fn: 'uffd_wp_range',
    rule: 'U12',
    about: range(),
    arg: 'pages',
    fold: (s, h, page, n) => setBits(s, s.side(h), page, n, 0, UFFD_WP),
    words: (e) => `userfaultfd lifts the write protection of ${span(e.page, e.arg)}`,
  },
  POISON: {
    number: 79,
    name: 'uffd.poison',
    fn: 'mfill_atomic_pte_poison',
    rule: 'U13',
    about: PAGE,
    fold: (s, h, page) => {
      allocTable(s, h, page);
      setBits(s, s.side(h), page, 1, POISON_MARKER, UFFD_WP);
    },
    call: (e) => `ioctl(15, UFFDIO_POISON, {${at(e)}, ${PAGE_BYTES}}) = 0`,
    words: (e) => `${page(e.page)} is poisoned: a touch ends in SIGBUS`,
  },
  PTE_MOVE: {
    number: 82,
    name: 'pte.move',
    fn: 'move_ptes',
    rule: 'U14',
    about: range(movedPages),
    arg: 'old page in bits 0-23, pages - 1 above',
    argLimit: OLD_PAGES,
    needsFolios: true,
    fold: (s, h, page, arg) => {
      s.trackFolios();
      allocTable(s, h, page);
      const old = arg & 0xffffff;
      const n = (arg >>> 24) + 1;
      for (let i = 0; i < n; i++) movePte(s.side(h), old + i, page + i);
      touchRange(s, h, old, n);
      touchRange(s, h, page, n);
    },
    words: (e) =>
      `${span(movedFrom(e.arg), movedPages(e.arg))} ${movedPages(e.arg) === 1 ? 'moves' : 'move'} to ${page(e.page)}, frames included`,
  },
  PMD_MOVE: {
    number: 83,
    name: 'pmd.move',
    fn: 'move_huge_pmd',
    rule: 'U14',
    about: REGION,
    arg: 'first page of the old region',
    argLimit: OLD_REGION,
    needsFolios: true,
    fold: (s, h, page, old) => {
      s.trackFolios();
      const side = s.side(h);
      const from = old >>> PMD_ORDER;
      const to = page >>> PMD_ORDER;
      for (let i = 0; i < PMD_PAGES; i++) movePte(side, old + i, page + i);
      // A huge PMD takes its pieces along as a whole.
      side.pieces[to] = side.pieces[from] ? (side.pieces[from] as number) : side.pieces[to]!;
      side.pieces[from] = 0;
      side.pmd[to] = side.pmd[from]!;
      side.pmd[from] = PMD_NONE;
      touchRange(s, h, old, PMD_PAGES);
      touchRange(s, h, page, PMD_PAGES);
    },
    words: (e) =>
      `region ${region(e.arg)} moves to region ${region(e.page)} by its PMD entry: nothing is copied or split`,
  },
  UFFD_EVENT: {
    number: 87,
    name: 'uffd.event',
    fn: 'userfaultfd_event_wait_completion',
    rule: 'U15',
    about: NOTHING,
    page: 'first',
    arg: 'index into UFFD_EVENTS',
    words: (e) =>
      `userfaultfd reports UFFD_EVENT_${(UFFD_EVENTS[e.arg] ?? '?').toUpperCase()} at ${page(e.page)} to its owner`,
  },
  UFFD_CLOSE: {
    number: 88,
    name: 'uffd.close',
    fn: 'userfaultfd_release',
    rule: 'U7',
    about: NOTHING,
    work: allPages,
    call: () => 'close(15) = 0',
    words: () => 'the userfaultfd is closed: all memory is unregistered and every waiting thread wakes',
  },
} as const satisfies KindRows;

/** Moves one page table entry, with its frame, within an address space; what the migration knows of a page stays with it. */
function movePte(side: Side, from: number, to: number): void {
  const w = side.words[from]!;
  side.words[to] = (side.words[to]! & ~PTE_BITS) | (w & PTE_BITS);
  side.words[from] = w & ~(PTE_BITS | EPT_BITS);
  if (w & PRESENT && w & PIECE) {
    dropPiece(side, from >>> PMD_ORDER);
    addPiece(side, to >>> PMD_ORDER);
  }
  const frames = side.frames!;
  frames[to] = frames[from]!;
  frames[from] = NO_FRAME;
}
