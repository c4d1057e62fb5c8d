/** Events of QEMU that say something about memory or the state of a migration (trace-events of migration/, softmmu/ and util/, 2.x to
 *  10.x), and which of their values become `a`, `b` and `text` of `Evidence.events`.
 *
 *  `form` reads the values as QEMU prints them: groups a, b, t (text) and o, the offset of address `a` in the block that `t` names.
 *  `args` names the arguments of a, b, text and o in the same order, for simpletrace. */

interface Shape {
  readonly form: RegExp;
  readonly args: string;
  /** Numbers are hexadecimal without 0x. */
  readonly hex?: true;
  /** `a` is where the block begins. */
  readonly base?: true;
}

const RANGE: Shape = {
  form: /^(?<t>.*): (?<a>0x[0-9a-f]+) offset=0x[0-9a-f]+ length=(?<b>0x[0-9a-f]+)/,
  args: 'host_addr length ramblock',
  base: true,
};
const SECTION: Shape = {
  form: /^(?<t>[^,]*), section_id (?<a>\d+)(?: -> (?<b>-?\d+))?/,
  args: 'section_id ret id',
};
const STATE: Shape = { form: /^new state (?<t>[\w-]+)/, args: '- - new_state' };
const ERROR: Shape = { form: /err(?:or)?=(?<t>.*)/, args: '- - err' };
const HOST: Shape = { form: /^host=(?<a>0x[0-9a-f]+)/, args: 'host_addr' };
const PAGE_REQUEST: Shape = { form: /page req (?<a>0x[0-9a-f]+)(?: total (?<b>\d+))?/, args: 'addr count' };
const COUNTED: Shape = { form: /^(?<t>.*): (?<a>\d+)d?$/, args: 'len - ramid' };
const QUEUED: Shape = { form: /^(?<t>.*)\/(?<a>0x[0-9a-f]+) page_abs=/, args: 'tmp_offset - block_name' };
const VALUE: Shape = { form: /^(?<a>-?(?:0x[0-9a-f]+|\d+))/, args: 'val' };
const TEXT: Shape = { form: /^(?<t>.*)/, args: '- - str' };
const OF_BLOCK: Shape = { form: /ramblock (?<t>.*) offset (?<a>0x[0-9a-f]+)/, args: 'offset - str' };
const MULTIFD: Shape = {
  form: /^channel (?<t>\d+) packet_num (?<b>\d+) (?:normal )?pages (?<a>\d+)/,
  args: 'normal packet_num id',
};
const PENDING: Shape = { form: /pending size (?<a>\d+)(?: max (?<b>\d+))?/, args: 'size max' };
const BLOCKTIME: Shape = {
  form: /^addr: (?<a>0x[0-9a-f]+), dd: \S+, time: (?<b>\d+), (?:affected_)?cpu: (?<t>-?\d+)/,
  args: 'addr time cpu',
};
const CPR: Shape = {
  form: /^(?<t>.*), id (?<a>-?\d+)(?:, fd (?<b>-?\d+)| returns (?<b2>-?\d+))?/,
  args: 'id fd name',
};

const ROWS: Readonly<Record<string, Shape>> = {
  // Memory. `a` of the first: bytes are `b`.
  qemu_anon_ram_alloc: { form: /^size (?<b>\d+) ptr (?<a>0x[0-9a-f]+)/, args: 'ptr size' },
  qemu_anon_ram_free: { form: /^ptr (?<a>0x[0-9a-f]+) size (?<b>\d+)/, args: 'ptr size' },
  // Host address of a page; flags (0x2 zero, 0x8 page, 0x40 xbzrle, 0x100 compressed).
  ram_load_loop: {
    form: /^(?<t>.*): addr: (?<o>0x[0-9a-f]+) flags: (?<b>0x[0-9a-f]+) host: (?<a>0x[0-9a-f]+|\(nil\))/,
    args: 'host flags rbname addr',
  },
  // Offset in the block of the page before; flags; channel.
  ram_load_postcopy_loop: {
    form: /^(?:chan=(?<t>\d+) addr=|@)(?<a>(?:0x)?[0-9a-f]+) (?:flags=)?(?<b>(?:0x)?[0-9a-f]+)/,
    args: 'addr flags channel',
    hex: true,
  },
  ram_load_complete: { form: /^exit_code (?<a>-?\d+) seq iteration (?<b>\d+)/, args: 'ret seq_iter' },
  ram_save_page: {
    form: /^(?<t>.*): offset: (?<o>(?<b>0x[0-9a-f]+)) host: (?<a>0x[0-9a-f]+)/,
    args: 'host offset rbname offset',
  },
  // Start in the block, bytes.
  ram_save_queue_pages: {
    form: /^(?<t>.*): start: (?<a>0x[0-9a-f]+) len: (?<b>0x[0-9a-f]+)/,
    args: 'start len rbname',
  },
  migrate_handle_rp_req_pages: {
    form: /^in (?<t>.*) at (?<a>(?:0x)?[0-9a-f]+) len (?<b>(?:0x)?[0-9a-f]+)/,
    args: 'start len rbname',
    hex: true,
  },
  ram_discard_range: {
    form: /^(?<t>.*): start: (?<a>[0-9a-f]+) (?<b>[0-9a-f]+)/,
    args: 'start len rbname',
    hex: true,
  },
  // Host address, bytes.
  ram_block_discard_range: {
    form: /^(?<t>.*)@(?<a>0x[0-9a-f]+) \+ (?<b>0x[0-9a-f]+):/,
    args: 'hva length rbname',
  },
  ram_save_iterate_big_wait: {
    form: /^big wait: (?<a>\d+) milliseconds, (?<b>\d+)/,
    args: 'milliconds iterations',
  },
  get_queued_page: QUEUED,
  get_queued_page_not_dirty: QUEUED,
  ram_write_tracking_ramblock_start: {
    form: /^(?<t>.*): page_size: \d+ addr: (?<a>0x[0-9a-f]+) length: (?<b>\d+)/,
    args: 'addr length block_id',
    base: true,
  },
  migration_bitmap_sync_end: { form: /^dirty_pages (?<a>\d+)/, args: 'dirty_pages' },
  migration_throttle: TEXT,
  cpu_throttle_set: { form: /by (?<a>\d+)%/, args: 'new_throttle_pct' },
  dirtyrate_calculate: { form: /^dirty rate: (?<a>\d+)/, args: 'dirtyrate' },
  dirtylimit_throttle_pct: {
    form: /^CPU\[(?<t>\d+)\] throttle percent: (?<a>\d+)/,
    args: 'pct - cpu_index',
  },
  multifd_send: MULTIFD,
  multifd_recv: MULTIFD,
  // States.
  migrate_set_state: STATE,
  dirtyrate_set_state: STATE,
  runstate_set: {
    form: /^current_run_state (?<a>\d+)(?: \([\w-]*\))? new_state (?<b>\d+)(?: \((?<t>[\w-]*)\))?/,
    args: 'current_state new_state new_state_str',
  },
  vm_state_notify: {
    form: /^running (?<a>\d+) reason (?<b>\d+)(?: \((?<t>[\w-]*)\))?/,
    args: 'running reason reason_str',
  },
  migrate_global_state_post_load: { form: /: (?<t>.*)/, args: '- - state' },
  migrate_global_state_pre_save: { form: /: (?<t>.*)/, args: '- - state' },
  migrate_error: ERROR,
  migrate_fd_error: { ...ERROR, args: '- - error_desc' },
  migration_socket_outgoing_error: ERROR,
  migration_tls_outgoing_handshake_error: ERROR,
  migration_tls_incoming_handshake_error: ERROR,
  migration_completion_vm_stop: { form: /^ret (?<a>-?\d+)/, args: 'ret' },
  migration_block_activation: TEXT,
  // Bytes in ms.
  migrate_transferred: {
    form: /^transferred (?<a>\d+) time_spent (?<b>\d+)/,
    args: 'tranferred time_spent',
  },
  migration_transferred_bytes: {
    form: /^qemu_file (?<a>\d+) multifd (?<b>\d+)/,
    args: 'qemu_file multifd',
  },
  migrate_pending: PENDING,
  migrate_pending_exact: PENDING,
  migrate_pending_estimate: PENDING,
  migration_thread_low_pending: { ...VALUE, args: 'pending' },
  migration_rate_limit_pre: { ...VALUE, args: 'ms' },
  // Postcopy. Host address.
  postcopy_place_page: HOST,
  postcopy_place_page_zero: HOST,
  // Host address, thread that waits.
  postcopy_ram_fault_thread_request: {
    form: /^Request for HVA=(?<a>0x[0-9a-f]+) rb=(?<t>.*) offset=(?<o>0x[0-9a-f]+)(?: pid=(?<b>\d+))?/,
    args: 'hostaddr pid ramblock offset',
  },
  postcopy_page_req_add: PAGE_REQUEST,
  postcopy_page_req_del: PAGE_REQUEST,
  postcopy_page_req_sync: PAGE_REQUEST,
  postcopy_init_range: RANGE,
  postcopy_nhp_range: RANGE,
  postcopy_cleanup_range: RANGE,
  // First page and number of pages, of the target's size.
  postcopy_discard_send_range: {
    form: /^(?<t>.*):(?<a>[0-9a-f]+)\/(?<b>[0-9a-f]+)$/,
    args: 'start length ramblock',
    hex: true,
  },
  postcopy_discard_send_finish: {
    form: /^(?<t>.*) mask words sent=(?<a>\d+) in (?<b>\d+) commands/,
    args: 'nwords ncmds ramblock',
  },
  qemu_savevm_send_postcopy_ram_discard: { ...COUNTED, args: 'len - id' },
  loadvm_postcopy_ram_handle_discard_header: COUNTED,
  postcopy_ram_incoming_cleanup_blocktime: { form: /^total blocktime (?<a>\d+)/, args: 'total' },
  mark_postcopy_blocktime_begin: BLOCKTIME,
  mark_postcopy_blocktime_end: { ...BLOCKTIME, args: 'addr time affected_cpu' },
  postcopy_preempt_enabled: { ...VALUE, args: 'value' },
  postcopy_preempt_triggered: { ...OF_BLOCK, args: 'page - str' },
  postcopy_preempt_restored: { ...OF_BLOCK, args: 'page - str' },
  postcopy_preempt_hit: OF_BLOCK,
  postcopy_preempt_send_host_page: OF_BLOCK,
  postcopy_preempt_switch_channel: { ...VALUE, args: 'channel' },
  // The stream.
  loadvm_process_command: { form: /^com=(?<t>\S+) len=(?<a>\d+)/, args: 'len - s' },
  loadvm_process_command_ping: VALUE,
  loadvm_handle_cmd_packaged: { ...VALUE, args: 'length' },
  loadvm_postcopy_handle_listen: TEXT,
  loadvm_postcopy_handle_run_bh: TEXT,
  savevm_command_send: { form: /^com=(?<a>0x[0-9a-f]+) len=(?<b>\d+)/, args: 'command len' },
  savevm_section_start: SECTION,
  savevm_section_end: SECTION,
  savevm_section_skip: SECTION,
  qemu_loadvm_state_section: { ...VALUE, args: 'section_type' },
  process_incoming_migration_co_end: {
    form: /^ret=(?<a>-?\d+) postcopy-state=(?<b>-?\d+)/,
    args: 'ret ps',
  },
  cpr_save_fd: CPR,
  cpr_find_fd: CPR,
  cpr_state_save: TEXT,
};

/** The values of one event. */
export interface EventValues {
  readonly a: number;
  readonly b: number;
  readonly text: string;
  /** Where `a` is in the block that `text` names; NaN where that is not said. */
  readonly offset: number;
}

/** How an event prints its values. */
export class EventRow {
  private readonly args: readonly string[];

  constructor(private readonly shape: Shape) {
    this.args = shape.args.split(' ');
  }

  test(values: string): boolean {
    return this.shape.form.test(values);
  }

  /** The values, positional or as simpletrace names them; null when they are not as this event prints them. */
  read(values: string, named: boolean): EventValues | null {
    const found = named ? this.named(values) : this.shape.form.exec(values)?.groups;
    if (!found) return null;
    const hex = this.shape.hex === true && !named;
    const offset = this.shape.base ? 0 : numberOf(found.o, false);
    return {
      a: numberOf(found.a, hex),
      b: numberOf(found.b ?? found.b2, hex),
      text: found.t === undefined || found.t === '(null)' ? '' : found.t.slice(0, 200),
      offset,
    };
  }

  private named(values: string): Record<string, string | undefined> {
    const [a, b, t, o] = this.args.map((name) => argument(values, name));
    return { a, b, t, o };
  }
}

/** The value of an argument in `name=value name=value`. */
function argument(values: string, name: string): string | undefined {
  const at = values.startsWith(`${name}=`) ? 0 : values.indexOf(` ${name}=`) + 1;
  if (at === 0 && !values.startsWith(`${name}=`)) return undefined;
  const from = at + name.length + 1;
  const to = values.indexOf(' ', from);
  return values.slice(from, to < 0 ? undefined : to);
}

function numberOf(text: string | undefined, hex: boolean): number {
  if (text === undefined) return Number.NaN;
  if (text === '(nil)') return 0;
  return hex ? Number.parseInt(text, 16) : Number(text);
}

const EVENTS = new Map(Object.entries(ROWS).map(([name, shape]) => [name, new EventRow(shape)]));

/** The row of an event; undefined for one whose values are not kept. */
export function rowOf(name: string): EventRow | undefined {
  return EVENTS.get(name);
}

/** Threads of QEMU by an event that only they print. */
const THREADS: Readonly<Record<string, string>> = {
  postcopy_ram_fault_thread_entry: 'postcopy/fault',
  postcopy_ram_listen_thread_start: 'postcopy/listen',
  postcopy_preempt_thread_entry: 'postcopy/preempt',
  source_return_path_thread_entry: 'return path',
  migration_thread_setup_complete: 'migration',
};

/** What the thread that printed an event is called; '' for any. */
export function threadOf(name: string): string {
  return THREADS[name] ?? '';
}
