/** What only QEMU says: zero pages, the sections of its stream, states, throttling, vectored discards, recovery. */
import { hex, sayBytes } from '../../base/units.ts';
import { addKinds, OLD_COPY } from '../event.ts';
import { migReason, migState } from '../migstate.ts';
import { host, pages, region } from '../words.ts';

addKinds({
  SEND_ZERO: {
    name: 'ram.sendZero',
    fn: 'save_zero_page',
    rule: 'Q4',
    words: (e) => `page ${hex(e.page)} is all zero: the source clears its bit and sends 9 bytes`,
  },
  /** arg: OLD_COPY when the source has written it since, MORE_COMING */
  LOAD_ZERO: {
    name: 'ram.loadZero',
    fn: 'ram_handle_zero',
    rule: 'Q14',
    words: (e) =>
      `zero page ${hex(e.page)}: the destination looks, and writes only where it is not zero already${e.arg & OLD_COPY ? '; the source has newer already' : ''}`,
  },
  /** arg: percent of its time that a vCPU sleeps */
  THROTTLE: {
    name: 'migrate.throttle',
    fn: 'mig_throttle_guest_down',
    rule: 'Q11',
    words: (e) =>
      e.arg
        ? `auto-converge: the guest dirties more than half of what is sent, so its vCPUs sleep ${e.arg} % of the time`
        : 'auto-converge ends: vCPUs run at full speed',
  },
  /** arg: migArg */
  MIG_STATE: {
    name: 'migrate.state',
    fn: 'migrate_set_state',
    rule: 'Q38',
    words: (e) => `${host(e)}: the migration is ${migState(e.arg)}${because(migReason(e.arg))}`,
  },
  /** page: pages below which precopy ends (the threshold); arg: KiB a second sent since the last estimate */
  ESTIMATE: {
    name: 'migrate.estimate',
    fn: 'migration_update_counters',
    rule: 'Q9',
    words: (e) =>
      `${sayBytes(e.arg * 1024)} a second were sent: with that, ${pages(e.page)} fit into the downtime limit`,
  },
  /** arg: bytes */
  SECTION_END: {
    name: 'ram.sectionEnd',
    fn: 'ram_save_iterate',
    rule: 'Q4',
    words: (e) => `end of a section: ${sayBytes(e.arg)} on the wire`,
  },
  /** arg: bytes */
  DEVICE: {
    name: 'migrate.device',
    fn: 'qemu_savevm_state_complete_precopy',
    rule: 'Q10',
    words: (e) => `all pages are sent: device state leaves, ${sayBytes(e.arg)}`,
  },
  /** page: first page; arg: pages. The whole slot. */
  LOG_STOP: {
    name: 'dirtylog.stop',
    fn: 'kvm_mmu_slot_apply_flags',
    rule: 'D10',
    call: () => 'ioctl(vm, KVM_SET_USER_MEMORY_REGION, {flags=0}) = 0',
    words: () => "dirty logging ends: QEMU's bitmap is freed, nothing is protected any more",
  },
  EPT_RECOVER: {
    name: 'ept.recover',
    fn: 'kvm_mmu_recover_huge_pages',
    rule: 'D10',
    words: (e) =>
      `KVM puts one 2 MiB EPT leaf in the place of region ${region(e.page)}'s 4 KB ones: the host page was huge all along`,
  },
  /** page: of its first range; arg: ranges */
  MADVISEV: {
    name: 'madvise.vector',
    fn: 'vector_madvise',
    rule: 'S0.12',
    call: (e) => `process_madvise(PIDFD_SELF, [${e.arg} ranges], ${e.arg}, MADV_DONTNEED, 0)`,
    words: (e) => `${e.arg} ranges from ${hex(e.page)} on are dropped in one call, with one TLB flush`,
  },
  /** arg: pages zapped before it */
  TLB_FLUSH: {
    name: 'tlb.flush',
    fn: 'tlb_flush_mmu',
    rule: 'Z13',
    words: (e) => `the call zapped ${pages(e.arg)}: TLBs of all CPUs that run the process are flushed`,
  },
  /** arg: pages */
  RESEND: {
    name: 'recover.resend',
    fn: 'ram_dirty_bitmap_reload',
    rule: 'Q38',
    words: (e) => `${pages(e.arg)} at ${hex(e.page)} were sent and never received: their bits are set again`,
  },
  UNREQUEST: {
    name: 'recover.forget',
    fn: 'migrate_send_rp_req_pages_pending',
    rule: 'Q38',
    words: (e) => `the request for page ${hex(e.page)} was lost with the connection`,
  },
  /** arg: bytes */
  RECV_BITMAP: {
    name: 'recover.bitmap',
    fn: 'ramblock_recv_bitmap_send',
    rule: 'Q38',
    words: (e) => `the destination sends its received bitmap, ${sayBytes(e.arg)}: the source inverts it`,
  },
  /** arg: bytes */
  RETRANSMIT: {
    name: 'link.retransmit',
    fn: 'tcp_retransmit_skb',
    rule: 'Q34',
    words: (e) =>
      `a packet of ${sayBytes(e.arg)} is lost and sent again a round trip later: what is behind it waits`,
  },
  INCOMING_EXIT: {
    name: 'migrate.incomingExit',
    fn: 'process_incoming_migration_co',
    rule: 'Q37',
    words: () => 'the destination exits, and its memory with it: nothing of the guest was there',
  },
  DIED: {
    name: 'process.died',
    fn: 'userfaultfd_release',
    rule: 'H32',
    words: (e) => `${host(e)}: the process that serves the userfaultfd dies, and with it what it knew`,
  },
});

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
