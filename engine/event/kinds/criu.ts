/** CRIU: dumps, the restorer, the lazy-pages daemon. On the source, TO_SEND is content that is in no image, SENT is content that is
 *  in one or was left by request, and LOGGED is the soft-dirty bit. */
import { hex, PAGE_BYTES } from '../../base/units.ts';
import { CHILD_SERVED, refusedErrno, refusedPages, versionOf } from '../arg.ts';
import { land, receive, takeOff, touchRange } from '../entries.ts';
import { EAGAIN, errnoName } from '../errno.ts';
import { type Fold, type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import { IN_FLIGHT, SENT, TO_SEND } from '../pageword.ts';
import type { MemoryState } from '../state.ts';
import { are, at, bytes, page, pages, span, were } from '../words.ts';

/** A fold that does `one` to each page of a range and shows both sides anew. */
const each =
  (one: (s: MemoryState, page: number) => void): Fold =>
  (s, _h, page, n) => {
    for (let p = page; p < page + n; p++) one(s, p);
    touchRange(s, 0, page, n);
    touchRange(s, 1, page, n);
  };

export const CRIU = {
  FREEZE: {
    number: 134,
    name: 'criu.freeze',
    fn: 'collect_pstree',
    rule: 'C6',
    about: NOTHING,
    arg: 'round from 1; 0 for the last dump, after which the process does not run here again',
    call: () => 'ptrace(PTRACE_SEIZE, 4711, NULL, 0) = 0',
    words: (e) =>
      e.arg === 0
        ? 'CRIU freezes the process for the last dump: downtime begins'
        : `CRIU freezes the process for pre-dump ${e.arg}`,
  },
  THAW: {
    number: 135,
    name: 'criu.thaw',
    fn: 'pstree_switch_state',
    rule: 'C6',
    about: NOTHING,
    arg: '1 when userfaults are served from now on',
    call: () => 'ptrace(PTRACE_DETACH, 4711, NULL, 0) = 0',
    words: (e) =>
      e.host === 0
        ? 'the process runs on; its pages wait in pipes until they are written'
        : e.arg
          ? 'the process runs on the destination: downtime ends, and holes are filled as they are touched'
          : 'the process runs on the destination: downtime ends',
  },
  PARASITE: {
    number: 136,
    name: 'criu.parasite',
    fn: 'parasite_infect_seized',
    rule: 'C6',
    about: NOTHING,
    words: () =>
      'CRIU puts parasite code into the frozen process: it can hand out the pages of its own memory',
  },
  SPLICE: {
    number: 137,
    name: 'criu.splice',
    fn: 'drain_pages',
    rule: 'C6',
    about: range(),
    arg: 'pages',
    fold: each(owe),
    call: (e) => `vmsplice(1, [{${at(e)}, ${bytes(e.arg)}}], 1, SPLICE_F_GIFT) = ${bytes(e.arg)}`,
    words: (e) =>
      `the parasite puts ${span(e.page, e.arg)} into a pipe by reference: their present content is dumped`,
  },
  IMAGE_WRITE: {
    number: 138,
    name: 'image.write',
    fn: 'page_xfer_dump_pages',
    rule: 'C6',
    about: range(),
    arg: 'pages',
    sends: 'range',
    ledger: 'sent',
    fold: each((s, p) => {
      settle(s, p);
      takeOff(s, p);
      s.src.words[p] = s.src.words[p]! | SENT;
    }),
    words: (e) =>
      `${span(e.page, e.arg)} ${e.arg === 1 ? 'leaves' : 'leave'} for the image at the destination`,
  },
  IMAGE_STORED: {
    number: 139,
    name: 'image.stored',
    fn: 'page_server_add',
    rule: 'C6',
    about: range(),
    arg: 'pages',
    fold: each(land),
    words: (e) => `${span(e.page, e.arg)} ${are(e.arg)} in the image; no process has them yet`,
  },
  IMAGE_HOLE: {
    number: 140,
    name: 'image.hole',
    fn: 'page_pipe_add_hole',
    rule: 'C6',
    about: range(),
    arg: 'pages',
    surveys: true,
    words: (e) =>
      `${span(e.page, e.arg)} ${were(e.arg)} not written since the last dump: the image gets a hole, "in parent"`,
  },
  IMAGE_LAZY: {
    number: 141,
    name: 'image.lazy',
    fn: 'page_xfer_dump_pages',
    rule: 'C6',
    about: range(),
    arg: 'pages',
    surveys: true,
    words: (e) => `the image marks ${span(e.page, e.arg)} as lazy: the content stays in pipes on the source`,
  },
  RESTORE_PAGE: {
    number: 142,
    name: 'restore.page',
    fn: 'restore_priv_vma_content',
    rule: 'C8',
    about: PAGE,
    arg: 'content version, OLD_COPY when the source has newer',
    content: 'arrives',
    ledger: 'loaded',
    fold: (s, _h, page, arg) => receive(s, page, arg),
    words: (e) => `${page(e.page)} (v${versionOf(e.arg)}) is read from the image into memory`,
  },
  MREMAP_VMA: {
    number: 143,
    name: 'restore.mremap',
    fn: 'vma_remap',
    rule: 'C8',
    about: range(),
    arg: 'pages',
    call: (e) =>
      `mremap(${hex(0x10000000 + e.page * PAGE_BYTES)}, ${bytes(e.arg)}, ${bytes(e.arg)}, MREMAP_FIXED|MREMAP_MAYMOVE, ${at(e)}) = ${at(e)}`,
    words: (e) =>
      `the restorer moves ${pages(e.arg)} to their final place at ${page(e.page)}, page tables included`,
  },
  LAZY_FETCH: {
    number: 144,
    name: 'lazy.fetch',
    fn: 'xfer_pages',
    rule: 'C10',
    about: range(),
    arg: 'pages',
    fold: each((s, p) => {
      s.dst.words[p] = s.dst.words[p]! | IN_FLIGHT;
    }),
    words: (e) => `no fault is pending: the daemon requests ${span(e.page, e.arg)} from the source`,
  },
  SERVE: {
    number: 145,
    name: 'lazy.serve',
    fn: 'page_server_get_pages',
    rule: 'C10',
    about: range(),
    arg: 'pages',
    words: (e) => `the source's page server takes ${span(e.page, e.arg)} from its pipes`,
  },
  COPY_RANGE: {
    number: 146,
    name: 'uffd.copyRange',
    fn: 'mfill_atomic',
    rule: 'U8',
    about: range(),
    arg: 'pages',
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e)}, len=${bytes(e.arg)}})`,
    words: (e) => `one UFFDIO_COPY fills ${span(e.page, e.arg)}, page by page until one is already mapped`,
  },
  COPY_REFUSED: {
    number: 147,
    name: 'uffd.copyRefused',
    fn: 'uffd_check_op_error',
    rule: 'C10',
    about: range(refusedPages),
    arg: 'pages in bits 0-23, errno above',
    fold: (s, h, page, arg) => {
      const again = refusedErrno(arg) === EAGAIN;
      const refused = each((_, p) => {
        land(s, p);
        unrequest(s, p);
        if (again) owe(s, p);
      });
      refused(s, h, page, refusedPages(arg));
    },
    call: (e) =>
      `ioctl(15, UFFDIO_COPY, {dst=${at(e)}, len=${bytes(refusedPages(e.arg))}}) = -1 ${errnoName(refusedErrno(e.arg))}`,
    words: (e) =>
      refusedErrno(e.arg) === EAGAIN
        ? `UFFDIO_COPY at ${page(e.page)} fails with EAGAIN: the daemon will request ${pages(refusedPages(e.arg))} again`
        : `UFFDIO_COPY at ${page(e.page)} fails with ${errnoName(refusedErrno(e.arg))}: the daemon ignores that and discards ${pages(refusedPages(e.arg))}`,
  },
  LAZY_DROP: {
    number: 148,
    name: 'lazy.drop',
    fn: 'drop_iovs',
    rule: 'C10',
    about: range(),
    arg: 'pages',
    fold: each((s, p) => {
      settle(s, p);
      land(s, p);
      unrequest(s, p);
    }),
    words: (e) =>
      `the daemon forgets ${span(e.page, e.arg)}: the application dropped the content, so it reads as zeroes`,
  },
  /** A child that is not on screen. */
  LAZY_FORK: {
    number: 149,
    name: 'lazy.fork',
    fn: 'dup_userfaultfd',
    rule: 'U15',
    about: NOTHING,
    arg: 'pages not fetched yet, CHILD_SERVED',
    call: () => 'fork() = 4712',
    words: (e) =>
      e.arg & CHILD_SERVED
        ? `the child has a userfaultfd of its own: the daemon will fetch its ${pages(e.arg & ~CHILD_SERVED)} still missing, too`
        : `the child's memory is not registered any more: its ${pages(e.arg & ~CHILD_SERVED)} not fetched yet read as zeroes`,
  },
} as const satisfies KindRows;

/** The newest content of the page is only at the source. */
function owe(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (!(w & TO_SEND)) s.toSend++;
  s.src.words[page] = w | TO_SEND;
}

/** It is not any more. */
function settle(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (w & TO_SEND) s.toSend--;
  s.src.words[page] = w & ~TO_SEND;
}

function unrequest(s: MemoryState, page: number): void {
  s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
}
