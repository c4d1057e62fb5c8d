/** What CRIU says: dumps, the restorer, the lazy-pages daemon. */
import { hex, PAGE_BYTES } from '../../base/units.ts';
import { errnoName } from '../errno.ts';
import { addKinds, versionOf } from '../event.ts';
import { at, bytes, pages } from '../words.ts';

/** In the `arg` of LAZY_FORK: the child has a userfaultfd of its own. */
export const CHILD_SERVED = 0x80000000;
/** Packs the pages and the errno of a COPY that placed nothing. */
export const refusal = (errno: number, n: number): number => (errno << 24) | n;
export const refusedPages = (arg: number): number => arg & 0xffffff;
export const refusedErrno = (arg: number): number => arg >>> 24;

addKinds({
  /** arg: round from 1; 0 for the last dump, after which the process does not run here again */
  FREEZE: {
    name: 'criu.freeze',
    fn: 'collect_pstree',
    rule: 'C6',
    call: () => 'ptrace(PTRACE_SEIZE, 4711, NULL, 0) = 0',
    words: (e) =>
      e.arg === 0
        ? 'the process is frozen for the last dump: downtime begins'
        : `the process is frozen for pre-dump ${e.arg}`,
  },
  /** arg: 1 when userfaults are served from now on */
  THAW: {
    name: 'criu.thaw',
    fn: 'pstree_switch_state',
    rule: 'C6',
    call: () => 'ptrace(PTRACE_DETACH, 4711, NULL, 0) = 0',
    words: (e) =>
      e.host === 0
        ? 'the process runs on; its pages wait in pipes to be written'
        : `the process runs on the destination: downtime ends${e.arg ? ', holes are filled as they are touched' : ''}`,
  },
  PARASITE: {
    name: 'criu.parasite',
    fn: 'parasite_infect_seized',
    rule: 'C6',
    words: () => 'parasite code is put into the frozen process: it can hand out the pages of its own memory',
  },
  /** arg: pages */
  SPLICE: {
    name: 'criu.splice',
    fn: 'drain_pages',
    rule: 'C6',
    call: (e) => `vmsplice(1, [{${at(e.page)}, ${bytes(e.arg)}}], 1, SPLICE_F_GIFT) = ${bytes(e.arg)}`,
    words: (e) =>
      `the parasite puts ${pages(e.arg)} at ${hex(e.page)} into a pipe by reference: what they hold now is what is dumped`,
  },
  /** arg: pages */
  IMAGE_WRITE: {
    name: 'image.write',
    fn: 'page_xfer_dump_pages',
    rule: 'C6',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} leave for the image at the destination`,
  },
  /** arg: pages */
  IMAGE_STORED: {
    name: 'image.stored',
    fn: 'page_server_add',
    rule: 'C6',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} are in the image; no process has them yet`,
  },
  /** arg: pages */
  IMAGE_HOLE: {
    name: 'image.hole',
    fn: 'page_pipe_add_hole',
    rule: 'C6',
    words: (e) =>
      `${pages(e.arg)} at ${hex(e.page)} were not written since the last dump: a hole, "in parent"`,
  },
  /** arg: pages */
  IMAGE_LAZY: {
    name: 'image.lazy',
    fn: 'page_xfer_dump_pages',
    rule: 'C6',
    words: (e) =>
      `${pages(e.arg)} at ${hex(e.page)} are marked lazy in the image: their content stays in pipes at the source`,
  },
  /** arg: content version, OLD_COPY when the source has newer */
  RESTORE_PAGE: {
    name: 'restore.page',
    fn: 'restore_priv_vma_content',
    rule: 'C8',
    words: (e) => `page ${hex(e.page)} (v${versionOf(e.arg)}) is read from the image into memory`,
  },
  /** arg: pages */
  MREMAP_VMA: {
    name: 'restore.mremap',
    fn: 'vma_remap',
    rule: 'C8',
    call: (e) =>
      `mremap(${hex(0x10000000 + e.page * PAGE_BYTES)}, ${bytes(e.arg)}, ${bytes(e.arg)}, MREMAP_FIXED|MREMAP_MAYMOVE, ${at(e.page)}) = ${at(e.page)}`,
    words: (e) =>
      `the restorer moves ${pages(e.arg)} to their final place at ${hex(e.page)}: page tables come along as they are`,
  },
  /** arg: pages */
  LAZY_FETCH: {
    name: 'lazy.fetch',
    fn: 'xfer_pages',
    rule: 'C10',
    words: (e) => `nobody faults: the daemon asks the source for ${pages(e.arg)} at ${hex(e.page)}`,
  },
  /** arg: pages */
  SERVE: {
    name: 'lazy.serve',
    fn: 'page_server_get_pages',
    rule: 'C10',
    words: (e) => `the source's page server takes ${pages(e.arg)} at ${hex(e.page)} out of its pipes`,
  },
  /** arg: pages */
  COPY_RANGE: {
    name: 'uffd.copyRange',
    fn: 'mfill_atomic',
    rule: 'U8',
    call: (e) => `ioctl(15, UFFDIO_COPY, {dst=${at(e.page)}, len=${bytes(e.arg)}})`,
    words: (e) =>
      `one UFFDIO_COPY of ${pages(e.arg)} at ${hex(e.page)}, page by page until one is in the way`,
  },
  /** arg: `refusal` */
  COPY_REFUSED: {
    name: 'uffd.copyRefused',
    fn: 'uffd_check_op_error',
    rule: 'C10',
    call: (e) =>
      `ioctl(15, UFFDIO_COPY, {dst=${at(e.page)}, len=${bytes(refusedPages(e.arg))}}) = -1 ${errnoName(refusedErrno(e.arg))}`,
    words: (e) =>
      `UFFDIO_COPY at ${hex(e.page)} says ${errnoName(refusedErrno(e.arg))}, and the daemon does not mind: ${
        errnoName(refusedErrno(e.arg)) === 'EAGAIN'
          ? `${pages(refusedPages(e.arg))} will be asked for again`
          : `${pages(refusedPages(e.arg))} are thrown away`
      }`,
  },
  /** arg: pages */
  LAZY_DROP: {
    name: 'lazy.drop',
    fn: 'drop_iovs',
    rule: 'C10',
    words: (e) =>
      `the daemon forgets ${pages(e.arg)} at ${hex(e.page)}: the application dropped them, they read as zeroes`,
  },
  /** A child that is not on screen. arg: pages not fetched yet, CHILD_SERVED */
  LAZY_FORK: {
    name: 'lazy.fork',
    fn: 'dup_userfaultfd',
    rule: 'U15',
    call: () => 'fork() = 4712',
    words: (e) => {
      const missing = pages(e.arg & ~CHILD_SERVED);
      return e.arg & CHILD_SERVED
        ? `the child has a userfaultfd of its own: the daemon will fetch the ${missing} that are missing for it too`
        : `the child's memory is not registered any more: the ${missing} that were not fetched read as zeroes in it`;
    },
  },
});
