/** Statistics of a migration: one row each with our name and the names that QMP (QAPI MigrationInfo), HMP (`info migrate` of every
 *  generation) and libvirt (`virsh domjobinfo`, its --rawstats) have for it. All readers use this table. */
import { later, type Message } from '../base/language.ts';

/** What a number counts; our names end in it. */
export type StatUnit =
  | 'ms'
  | 'us'
  | 'bytes'
  | 'bytes/s'
  | 'pages'
  | 'pages/s'
  | 'percent'
  | 'count'
  | 'ratio';

interface Row {
  /** Our name, with the unit in it. */
  readonly name: string;
  readonly title: Message;
  readonly unit: StatUnit;
  /** Path inside the answer of query-migrate; and the unit there where it is another one. */
  readonly qmp?: string;
  readonly qmpUnit?: string;
  /** Keys before a colon; and names before `=` since QEMU 10.1, with the first word of their heading where it matters. */
  readonly hmp?: readonly string[];
  readonly virsh?: readonly string[];
}

export const STATISTICS = [
  {
    name: 'totalMs',
    title: later`total time`,
    unit: 'ms',
    qmp: 'total-time',
    hmp: ['total time', 'time total='],
    virsh: ['time elapsed', 'time_elapsed'],
  },
  {
    name: 'setupMs',
    title: later`setup time`,
    unit: 'ms',
    qmp: 'setup-time',
    hmp: ['setup', 'setup='],
    virsh: ['setup time', 'setup_time'],
  },
  {
    name: 'downtimeMs',
    title: later`downtime`,
    unit: 'ms',
    qmp: 'downtime',
    hmp: ['downtime', 'down='],
    virsh: ['total downtime', 'downtime'],
  },
  {
    name: 'expectedDowntimeMs',
    title: later`expected downtime`,
    unit: 'ms',
    qmp: 'expected-downtime',
    hmp: ['expected downtime', 'exp_down='],
    virsh: ['expected downtime'],
  },
  {
    name: 'transferredBytes',
    title: later`transferred`,
    unit: 'bytes',
    qmp: 'ram.transferred',
    hmp: ['transferred ram', 'transferred='],
    virsh: ['memory processed', 'memory_processed'],
  },
  {
    name: 'remainingBytes',
    title: later`remaining`,
    unit: 'bytes',
    qmp: 'ram.remaining',
    hmp: ['remaining ram', 'remain='],
    virsh: ['memory remaining', 'memory_remaining'],
  },
  {
    name: 'totalBytes',
    title: later`guest memory`,
    unit: 'bytes',
    qmp: 'ram.total',
    hmp: ['total ram', 'total='],
    virsh: ['memory total', 'memory_total'],
  },
  {
    name: 'bandwidthBytesPerSecond',
    title: later`bandwidth`,
    unit: 'bytes/s',
    qmp: 'ram.mbps',
    qmpUnit: 'mbps',
    hmp: ['throughput', 'bandwidth'],
    virsh: ['memory bandwidth', 'memory_bps'],
  },
  {
    name: 'normalPages',
    title: later`normal pages`,
    unit: 'pages',
    qmp: 'ram.normal',
    hmp: ['normal', 'normal='],
    virsh: ['normal pages', 'memory_normal'],
  },
  {
    name: 'zeroPages',
    title: later`zero pages`,
    unit: 'pages',
    qmp: 'ram.duplicate',
    hmp: ['duplicate', 'zero='],
    virsh: ['constant pages', 'memory_constant'],
  },
  {
    name: 'skippedPages',
    title: later`skipped pages`,
    unit: 'pages',
    qmp: 'ram.skipped',
    hmp: ['skipped'],
  },
  {
    name: 'normalBytes',
    title: later`bytes of normal pages`,
    unit: 'bytes',
    qmp: 'ram.normal-bytes',
    hmp: ['normal bytes'],
    virsh: ['normal data', 'memory_normal_bytes'],
  },
  {
    name: 'pageBytes',
    title: later`page size`,
    unit: 'bytes',
    qmp: 'ram.page-size',
    hmp: ['page size', 'psize=', 'pagesize='],
    virsh: ['page size', 'memory_page_size'],
  },
  {
    name: 'dirtyPagesPerSecond',
    title: later`dirty rate`,
    unit: 'pages/s',
    qmp: 'ram.dirty-pages-rate',
    hmp: ['dirty pages rate', 'dirty_pages_rate=', 'dirty='],
    virsh: ['dirty rate', 'memory_dirty_rate'],
  },
  {
    name: 'sentPagesPerSecond',
    title: later`pages sent per second`,
    unit: 'pages/s',
    qmp: 'ram.pages-per-second',
    hmp: ['pages-per-second', 'rate_per_sec=', 'transfer='],
  },
  {
    name: 'dirtySyncs',
    title: later`dirty syncs`,
    unit: 'count',
    qmp: 'ram.dirty-sync-count',
    hmp: ['dirty sync count', 'dirty_syncs='],
    virsh: ['iteration', 'memory_iteration'],
  },
  {
    name: 'precopyBytes',
    title: later`sent in precopy`,
    unit: 'bytes',
    qmp: 'ram.precopy-bytes',
    hmp: ['precopy ram', 'precopy='],
  },
  {
    name: 'downtimeBytes',
    title: later`sent in the downtime`,
    unit: 'bytes',
    qmp: 'ram.downtime-bytes',
    hmp: ['downtime ram', 'downtime_bytes=', 'downtime_ram='],
  },
  {
    name: 'postcopyBytes',
    title: later`sent in postcopy`,
    unit: 'bytes',
    qmp: 'ram.postcopy-bytes',
    hmp: ['postcopy ram', 'postcopy='],
  },
  {
    name: 'multifdBytes',
    title: later`sent by multifd`,
    unit: 'bytes',
    qmp: 'ram.multifd-bytes',
    hmp: ['multifd bytes', 'multifd='],
  },
  {
    name: 'vfioBytes',
    title: later`sent of VFIO devices`,
    unit: 'bytes',
    qmp: 'vfio.transferred',
    hmp: ['vfio transferred', 'vfio='],
    virsh: ['vfio data processed', 'vfio_data_transferred'],
  },
  {
    name: 'postcopyRequests',
    title: later`postcopy requests`,
    unit: 'count',
    qmp: 'ram.postcopy-requests',
    hmp: ['postcopy request count', 'postcopy_req='],
    virsh: ['postcopy requests', 'memory_postcopy_requests'],
  },
  {
    name: 'zeroCopyFallbacks',
    title: later`zero-copy sends that copied`,
    unit: 'count',
    qmp: 'ram.dirty-sync-missed-zero-copy',
    hmp: ['zero-copy-send fallbacks happened', 'zerocopy_fallbacks='],
  },
  {
    name: 'throttlePercent',
    title: later`throttle of the vCPUs`,
    unit: 'percent',
    qmp: 'cpu-throttle-percentage',
    hmp: ['cpu throttle percentage', 'cpu throttle'],
    virsh: ['auto converge throttle', 'auto_converge_throttle'],
  },
  {
    name: 'dirtyLimitThrottleUs',
    title: later`throttle by the dirty limit`,
    unit: 'us',
    qmp: 'dirty-limit-throttle-time-per-round',
    hmp: ['dirty-limit throttle time', 'dirty-limit throttle'],
    virsh: ['dirty limit throttle time', 'dirty_limit_throttle_time'],
  },
  {
    name: 'dirtyLimitRingFullUs',
    title: later`dirty ring full after`,
    unit: 'us',
    qmp: 'dirty-limit-ring-full-time',
    hmp: ['dirty-limit ring full time', 'dirty-limit ring full'],
    virsh: ['dirty limit ring full time', 'dirty_limit_ring_full_time'],
  },
  {
    name: 'blocktimeMs',
    title: later`blocktime of all vCPUs`,
    unit: 'ms',
    qmp: 'postcopy-blocktime',
    hmp: ['postcopy blocktime'],
  },
  {
    name: 'latencyUs',
    title: later`wait per page in postcopy`,
    unit: 'us',
    qmp: 'postcopy-latency',
    qmpUnit: 'ns',
    hmp: ['postcopy latency'],
  },
  {
    name: 'nonVcpuLatencyUs',
    title: later`wait per page in postcopy, not of a vCPU`,
    unit: 'us',
    qmp: 'postcopy-non-vcpu-latency',
    qmpUnit: 'ns',
    hmp: ['postcopy non-vcpu latencies', 'postcopy non-vcpu latency'],
  },
  {
    name: 'diskTransferredBytes',
    title: later`transferred of disks`,
    unit: 'bytes',
    qmp: 'disk.transferred',
    hmp: ['transferred disk'],
    virsh: ['file processed', 'disk_processed'],
  },
  {
    name: 'diskRemainingBytes',
    title: later`remaining of disks`,
    unit: 'bytes',
    qmp: 'disk.remaining',
    hmp: ['remaining disk'],
    virsh: ['file remaining', 'disk_remaining'],
  },
  {
    name: 'diskTotalBytes',
    title: later`disks`,
    unit: 'bytes',
    qmp: 'disk.total',
    hmp: ['total disk'],
    virsh: ['file total', 'disk_total'],
  },
  {
    name: 'xbzrleBytes',
    title: later`sent as XBZRLE`,
    unit: 'bytes',
    qmp: 'xbzrle-cache.bytes',
    hmp: ['xbzrle transferred', 'xbzrle transferred='],
    virsh: ['compressed data', 'compression_bytes'],
  },
  {
    name: 'xbzrlePages',
    title: later`pages sent as XBZRLE`,
    unit: 'pages',
    qmp: 'xbzrle-cache.pages',
    hmp: ['xbzrle pages', 'xbzrle pages='],
    virsh: ['compressed pages', 'compression_pages'],
  },
  {
    name: 'xbzrleMisses',
    title: later`pages missing in XBZRLE’s cache`,
    unit: 'pages',
    qmp: 'xbzrle-cache.cache-miss',
    hmp: ['xbzrle cache miss', 'xbzrle miss='],
    virsh: ['compression cache misses', 'compression_cache_misses'],
  },
  {
    name: 'measuredDirtyBytesPerSecond',
    title: later`dirty rate by calc-dirty-rate`,
    unit: 'bytes/s',
    qmp: 'dirty-rate',
    qmpUnit: 'MiB/s',
    hmp: ['dirty rate'],
  },
] as const satisfies readonly Row[];

export type StatName = (typeof STATISTICS)[number]['name'];
export type Statistic = Row & { readonly name: StatName };
const ROWS: readonly Statistic[] = STATISTICS;

/** Statuses of a migration (QAPI MigrationStatus). */
export const STATUSES: ReadonlySet<string> = new Set([
  'none',
  'setup',
  'cancelling',
  'cancelled',
  'active',
  'postcopy-device',
  'postcopy-active',
  'postcopy-paused',
  'postcopy-recover-setup',
  'postcopy-recover',
  'completed',
  'failed',
  'failing',
  'colo',
  'pre-switchover',
  'device',
  'wait-unplug',
]);

const byName = (names: (row: Statistic) => readonly string[] | undefined): ReadonlyMap<string, Statistic> =>
  new Map(ROWS.flatMap((row) => (names(row) ?? []).map((name) => [name, row] as const)));

export const QMP_STATISTICS = byName(({ qmp }) => (qmp === undefined ? [] : [qmp]));
export const HMP_STATISTICS = byName(({ hmp }) => hmp);
export const VIRSH_STATISTICS = byName(({ virsh }) => virsh);

/** How many of each row's unit one printed unit is; lower case. `kb` is 1,024 in QEMU. */
const SCALES: Readonly<Record<StatUnit, Readonly<Record<string, number>>>> = {
  ms: { ms: 1, milliseconds: 1, s: 1000, us: 1e-3, ns: 1e-6 },
  us: { us: 1, ns: 1e-3, ms: 1000, s: 1e6 },
  bytes: {
    b: 1,
    bytes: 1,
    kb: 1024,
    kbytes: 1024,
    kib: 1024,
    mib: 1024 ** 2,
    gib: 1024 ** 3,
    tib: 1024 ** 4,
    mb: 1024 ** 2,
    gb: 1024 ** 3,
  },
  'bytes/s': {
    mbps: 125_000,
    'b/s': 1,
    'kib/s': 1024,
    'mib/s': 1024 ** 2,
    'gib/s': 1024 ** 3,
    'mb/s': 1024 ** 2,
    '(mb/s)': 1024 ** 2,
  },
  pages: {},
  'pages/s': {},
  percent: {},
  count: {},
  ratio: {},
};

/** A printed number in the unit of its row; what has no unit known for the row is in it already. */
export function inUnit(row: Statistic, value: number, unit: string | undefined): number {
  const scale = unit === undefined ? undefined : SCALES[row.unit][unit.toLowerCase()];
  if (scale === undefined) return value;
  const scaled = value * scale;
  return row.unit.startsWith('bytes') ? Math.round(scaled) : Number(scaled.toPrecision(12));
}

const NUMBER = /^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z%][A-Za-z/]*|\(MB\/s\))?/;

/** The number at the begin of `text`, with `unit` where none is printed behind it; NaN when there is none. */
export function readNumber(row: Statistic, text: string, unit?: string): number {
  const found = NUMBER.exec(text);
  return found ? inUnit(row, Number(found[1]), found[2] ?? unit) : Number.NaN;
}
