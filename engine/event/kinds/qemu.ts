/** QEMU: precopy, postcopy, the stream, recovery. */
import { PMD_ORDER, sayBytes } from '../../base/units.ts';
import { OLD_COPY, versionOf } from '../arg.ts';
import { land, receive, takeOff, touchRange, unmap } from '../entries.ts';
import { allPages, type KindRows, NOTHING, PAGE, range } from '../kind.ts';
import { migReason, migState } from '../migstate.ts';
import { IN_FLIGHT, PMD_HUGE, PMD_NONE, PTE_BITS, SENT, TO_SEND } from '../pageword.ts';
import { VmaList } from '../vmalist.ts';
import { on, page, pages, ranges, span, were } from '../words.ts';

export const QEMU = {
  REQUEST: {
    number: 38,
    name: 'postcopy.request',
    fn: 'postcopy_request_page',
    rule: 'Q27',
    about: PAGE,
    arg: 'pages wanted before this one',
    fold: (s, _h, page) => {
      s.dst.words[page] = s.dst.words[page]! | IN_FLIGHT;
      s.touched[1][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `${e.subject === 'criu' ? 'the lazy-pages daemon' : 'the destination'} requests ${page(e.page)} from the source`,
  },
  SRC_REQUEST: {
    number: 39,
    name: 'postcopy.queue',
    fn: 'ram_save_queue_pages',
    rule: 'Q31',
    about: PAGE,
    words: (e) => `the source queues ${page(e.page)} as urgent and continues from there`,
  },
  ROUND_BEGIN: {
    number: 45,
    name: 'precopy.roundBegin',
    fn: 'ram_save_iterate',
    rule: 'Q6',
    about: NOTHING,
    arg: 'round',
    words: (e) => `round ${e.arg} begins`,
  },
  ROUND_END: {
    number: 46,
    name: 'precopy.roundEnd',
    fn: 'migration_bitmap_sync',
    rule: 'Q8',
    about: NOTHING,
    words: (e) => `round ${e.arg} ends: the source asks which pages were written during it`,
  },
  SEND: {
    number: 47,
    name: 'ram.send',
    fn: 'ram_save_target_page',
    rule: 'Q6',
    about: PAGE,
    arg: 'content version',
    sends: 'page',
    ledger: 'sent',
    counter: 'pages sent',
    cost: (c) => c.memcpyPage,
    fold: (s, _h, page) => {
      takeOff(s, page);
      s.src.words[page] = (s.src.words[page]! & ~TO_SEND) | SENT;
      s.toSend--;
      s.touched[0][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `the source clears the bit of ${page(e.page)}, then sends its content (v${versionOf(e.arg)})`,
  },
  DELIVER: {
    number: 48,
    name: 'link.deliver',
    fn: 'qemu_fill_buffer',
    rule: 'Q4',
    about: NOTHING,
    arg: 'bytes',
    fold: (s, _h, _p, bytes) => {
      s.delivered += bytes;
    },
    words: (e) => `${sayBytes(e.arg)} arrive at the destination`,
  },
  LOAD: {
    number: 49,
    name: 'ram.load',
    fn: 'ram_load_precopy',
    rule: 'Q14',
    about: PAGE,
    arg: 'content version, OLD_COPY when the source has written it since, MORE_COMING',
    content: 'arrives',
    ledger: 'loaded',
    cost: (c) => c.memcpyPage,
    fold: (s, _h, page, arg) => receive(s, page, arg),
    words: (e) =>
      e.arg & OLD_COPY || e.arg < 0
        ? `${page(e.page)} (v${versionOf(e.arg)}) is copied into guest memory; the source already has newer content`
        : `${page(e.page)} (v${versionOf(e.arg)}) is copied into guest memory`,
  },
  DISCARD_SEND: {
    number: 50,
    name: 'discard.send',
    fn: 'postcopy_discard_send_range',
    rule: 'Q18',
    about: NOTHING,
    arg: 'ranges in the message',
    words: (e) =>
      `the source sends a discard message with ${ranges(e.arg)} of pages that were written again or never sent`,
  },
  DISCARD_RECV: {
    number: 51,
    name: 'discard.receive',
    fn: 'loadvm_postcopy_ram_handle_discard',
    rule: 'Q22',
    about: NOTHING,
    words: (e) => `a discard message arrives: the destination drops ${ranges(e.arg)}`,
  },
  ADVISE: {
    number: 52,
    name: 'postcopy.advise',
    fn: 'loadvm_postcopy_handle_advise',
    rule: 'Q21',
    about: NOTHING,
    words: () => 'POSTCOPY_ADVISE: the destination checks userfaultfd and discards all of its RAM',
  },
  LISTEN: {
    number: 53,
    name: 'postcopy.listen',
    fn: 'loadvm_postcopy_handle_listen',
    rule: 'Q23',
    about: NOTHING,
    cost: (c) => c.madviseFlags,
    words: () =>
      'POSTCOPY_LISTEN: the destination registers its memory, then a thread of its own reads pages',
  },
  PACKAGE: {
    number: 54,
    name: 'postcopy.package',
    fn: 'qemu_savevm_send_packaged',
    rule: 'Q17',
    about: NOTHING,
    arg: 'bytes',
    words: (e) =>
      `the device state leaves as one package of ${sayBytes(e.arg)}: from here there is no way back`,
  },
  POSTCOPY_END: {
    number: 55,
    name: 'postcopy.end',
    fn: 'postcopy_ram_incoming_cleanup',
    rule: 'Q28',
    about: NOTHING,
    words: () => 'the last page has arrived: the destination cleans up',
  },
  /** QEMU gave up. */
  ABORT: {
    number: 56,
    name: 'migrate.abort',
    fn: 'postcopy_place_page',
    rule: 'Q26',
    about: NOTHING,
    words: () => 'QEMU aborts the incoming migration: a page could not be placed',
  },
  SEND_ZERO: {
    number: 101,
    name: 'ram.sendZero',
    fn: 'save_zero_page',
    rule: 'Q4',
    about: PAGE,
    sends: 'page',
    ledger: 'sent',
    fold: (s, _h, page) => {
      takeOff(s, page);
      s.src.words[page] = (s.src.words[page]! & ~TO_SEND) | SENT;
      s.toSend--;
      s.touched[0][page >>> PMD_ORDER] = 1;
    },
    words: (e) => `${page(e.page)} is all zero: the source clears its bit and sends 9 bytes`,
  },
  LOAD_ZERO: {
    number: 102,
    name: 'ram.loadZero',
    fn: 'ram_handle_zero',
    rule: 'Q14',
    about: PAGE,
    arg: 'OLD_COPY when the source has written it since, MORE_COMING',
    content: 'zeroes',
    ledger: 'loaded',
    // Nothing was written by it: what the touch before it mapped says whether the page is dirty.
    fold: (s, _h, page, arg) => {
      const { words } = s.dst;
      const entry = words[page]! & PTE_BITS;
      receive(s, page, arg);
      words[page] = (words[page]! & ~PTE_BITS) | entry;
    },
    words: (e) =>
      e.arg & OLD_COPY
        ? `zero ${page(e.page)} arrives: the destination writes it only if it is not zero already; the source already has newer content`
        : `zero ${page(e.page)} arrives: the destination writes it only if it is not zero already`,
  },
  THROTTLE: {
    number: 103,
    name: 'migrate.throttle',
    fn: 'mig_throttle_guest_down',
    rule: 'Q11',
    about: NOTHING,
    arg: 'percent of its time that a vCPU sleeps',
    words: (e) =>
      e.arg
        ? `auto-converge: the guest dirties more than half of what is sent, so its vCPUs sleep ${e.arg}% of the time`
        : 'auto-converge ends: the vCPUs run at full speed',
  },
  MIG_STATE: {
    number: 104,
    name: 'migrate.state',
    fn: 'migrate_set_state',
    rule: 'Q38',
    about: NOTHING,
    arg: 'state and reason (migArg of event/migstate)',
    words: (e) =>
      migReason(e.arg) === ''
        ? `the migration is ${migState(e.arg)} ${on(e)}`
        : `the migration is ${migState(e.arg)} ${on(e)}: ${migReason(e.arg)}`,
  },
  ESTIMATE: {
    number: 105,
    name: 'migrate.estimate',
    fn: 'migration_update_counters',
    rule: 'Q9',
    about: NOTHING,
    page: 'pages below which precopy ends (the threshold)',
    arg: 'KiB per second sent since the last estimate',
    words: (e) =>
      `the link carried ${sayBytes(e.arg * 1024)} per second: at that rate ${pages(e.page)} fit into the downtime limit`,
  },
  SECTION_END: {
    number: 106,
    name: 'ram.sectionEnd',
    fn: 'ram_save_iterate',
    rule: 'Q4',
    about: NOTHING,
    arg: 'bytes',
    words: (e) => `a section ends: ${sayBytes(e.arg)} on the wire`,
  },
  DEVICE: {
    number: 107,
    name: 'migrate.device',
    fn: 'qemu_savevm_state_complete_precopy',
    rule: 'Q10',
    about: NOTHING,
    arg: 'bytes',
    words: (e) => `all pages are sent: the device state follows, ${sayBytes(e.arg)}`,
  },
  RESEND: {
    number: 112,
    name: 'recover.resend',
    fn: 'ram_dirty_bitmap_reload',
    rule: 'Q38',
    about: range(),
    arg: 'pages',
    fold: (s, _h, page, n) => {
      const { words } = s.src;
      for (let p = page; p < page + n; p++) {
        land(s, p);
        words[p] = words[p]! | TO_SEND;
      }
      s.toSend += n;
      touchRange(s, 0, page, n);
    },
    words: (e) =>
      `${span(e.page, e.arg)} ${were(e.arg)} sent and never received: the source sets the bits again`,
  },
  UNREQUEST: {
    number: 113,
    name: 'recover.forget',
    fn: 'migrate_send_rp_req_pages_pending',
    rule: 'Q38',
    about: PAGE,
    fold: (s, _h, page) => {
      s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
      s.touched[1][page >>> PMD_ORDER] = 1;
    },
    words: (e) => `the request for ${page(e.page)} was lost with the connection`,
  },
  RECV_BITMAP: {
    number: 114,
    name: 'recover.bitmap',
    fn: 'ramblock_recv_bitmap_send',
    rule: 'Q38',
    about: NOTHING,
    arg: 'bytes',
    words: (e) =>
      `the destination sends its bitmap of received pages, ${sayBytes(e.arg)}: the source inverts it`,
  },
  RETRANSMIT: {
    number: 115,
    name: 'link.retransmit',
    fn: 'tcp_retransmit_skb',
    rule: 'Q34',
    about: NOTHING,
    arg: 'bytes',
    words: (e) =>
      `a packet of ${sayBytes(e.arg)} is lost and sent again one round trip later: everything behind it waits`,
  },
  INCOMING_EXIT: {
    number: 116,
    name: 'migrate.incomingExit',
    fn: 'process_incoming_migration_co',
    rule: 'Q37',
    about: NOTHING,
    work: allPages,
    fold: (s) => {
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
    words: () => 'the destination exits and frees its memory: the guest has never run there',
  },
} as const satisfies KindRows;
