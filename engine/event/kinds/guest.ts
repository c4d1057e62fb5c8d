/** Accesses to memory, by vCPUs, device models and threads. */
import { PMD_ORDER, PMD_PAGES } from '../../base/units.ts';
import { filledPages, SIGBUS, versionOf } from '../arg.ts';
import { setBits, touchRange } from '../entries.ts';
import { type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import { DIRTY, HUGE, RECEIVED, STALE, YOUNG } from '../pageword.ts';
import { on, owner, page, pages, region, span, toucher } from '../words.ts';

/** Pages that the guest writes in one event while it boots. */
const BOOT_BATCH = 32;

export const GUEST = {
  /** A batch of first writes while the guest boots. */
  POPULATE: {
    number: 4,
    name: 'guest.populate',
    fn: '',
    rule: 'E4',
    about: range(),
    arg: 'pages',
    content: 'first',
    heat: 'each',
    ledger: 'dirtied',
    cost: (c) => BOOT_BATCH * c.populatePage,
    fold: (s, h, page, n) => {
      const { words } = s.side(h);
      for (let p = page; p < page + n; p++) words[p] = words[p]! | DIRTY | YOUNG;
      touchRange(s, h, page, n);
    },
    words: (e) => `the ${owner(e)} writes ${pages(e.arg)} of region ${region(e.page)} for the first time`,
  },
  WRITE: {
    number: 5,
    name: 'guest.write',
    fn: '',
    rule: 'E4',
    about: PAGE,
    arg: 'the content version after the write',
    content: 'written',
    heat: 'once',
    ledger: 'dirtied',
    fold: (s, h, page) => {
      const region = page >>> PMD_ORDER;
      const { words } = h ? s.dst : s.src;
      words[page] = words[page]! | DIRTY | YOUNG;
      s.touched[h][region] = 1;
      if (h === 0) {
        const d = s.dst.words[page]!;
        if (d & RECEIVED && !(d & STALE)) {
          s.dst.words[page] = d | STALE;
          s.stale++;
          s.touched[1][region] = 1;
        }
      }
    },
    words: (e) => `${toucher(e)} writes ${page(e.page)} ${on(e)}: its content is now v${versionOf(e.arg)}`,
  },
  READ: {
    number: 6,
    name: 'guest.read',
    fn: '',
    rule: 'E4',
    about: PAGE,
    fold: (s, h, page) => {
      const side = h ? s.dst : s.src;
      const w = side.words[page]!;
      if (w & YOUNG) return;
      setBits(s, side, page, w & HUGE ? PMD_PAGES : 1, YOUNG, 0);
    },
    words: (e) => `${toucher(e)} reads ${page(e.page)} ${on(e)}`,
  },
  VM_STOP: {
    number: 7,
    name: 'guest.stop',
    fn: 'vm_stop_force_state',
    rule: 'Q17',
    about: NOTHING,
    cost: (c) => c.vmStop,
    words: () => 'the guest stops on the source: downtime begins',
  },
  VM_RUN: {
    number: 8,
    name: 'guest.run',
    fn: 'loadvm_postcopy_handle_run',
    rule: 'Q24',
    about: NOTHING,
    words: (e) =>
      e.host
        ? 'the guest runs on the destination: downtime ends'
        : 'the guest continues on the source, which holds all of its memory',
  },
  /** A thread wrote pages full. */
  FILL: {
    number: 59,
    name: 'access.fill',
    fn: '',
    rule: 'E4',
    about: range(filledPages),
    arg: 'the byte in bits 0-7, pages - 1 above',
    content: 'byte',
    heat: 'each',
    ledger: 'dirtied',
    fold: (s, h, page, arg) => {
      const side = s.side(h);
      for (let p = page; p < page + filledPages(arg); p++) {
        const w = side.words[p]!;
        if ((w & (DIRTY | YOUNG)) === (DIRTY | YOUNG)) continue;
        setBits(s, side, p, w & HUGE ? PMD_PAGES : 1, DIRTY | YOUNG, 0);
      }
      touchRange(s, h, page, filledPages(arg));
    },
    words: (e) => `a thread ${on(e)} fills ${span(e.page, filledPages(e.arg))} with byte ${e.arg & 255}`,
  },
  SIGNAL: {
    number: 86,
    name: 'access.signal',
    fn: 'force_sig_fault',
    rule: 'F13',
    about: PAGE,
    arg: 'SIGSEGV or SIGBUS',
    reach: NOTHING,
    words: (e) => `the access to ${page(e.page)} ${on(e)} ends in ${e.arg === SIGBUS ? 'SIGBUS' : 'SIGSEGV'}`,
  },
  ASYNC_PF: {
    number: 133,
    name: 'asyncpf.notPresent',
    fn: 'kvm_arch_async_page_not_present',
    rule: 'F15',
    about: PAGE,
    arg: 'tasks of this vCPU that wait',
    words: (e) =>
      `KVM reports to the guest that ${page(e.page)} is missing: vCPU ${e.cpu} puts the task to sleep and runs another`,
  },
} as const satisfies KindRows;
