import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import type { Evidence } from './evidence.ts';

/** Events as [name, a, b, text], and how often each name is there. */
function eventsOf({ events }: Evidence): [string, number, number, string][] {
  return Array.from({ length: events.count }, (_, i) => [
    events.texts.text(events.name.at(i)),
    events.a.at(i),
    events.b.at(i),
    events.texts.text(events.text.at(i)),
  ]);
}
const named = (evidence: Evidence, name: string) => eventsOf(evidence).filter((event) => event[0] === name);

it('a destination: what precopy loads, what is discarded and placed, states, blocks', () => {
  const { evidence, read, skipped } = readLog(sample('qemu-trace-dst.txt.gz'));
  expect({ read, skipped }).toEqual({ read: 1332, skipped: [] });
  expect(evidence.clock).toBe('wall');
  expect(evidence.blocks.map(({ id, bytes }) => [id, bytes])).toEqual([
    ['pc.ram', 2 << 20],
    ['/rom@etc/acpi/tables', 128 << 10],
    ['pc.bios', 256 << 10],
    ['pc.rom', 128 << 10],
    ['/rom@etc/table-loader', 4096],
    ['/rom@etc/acpi/rsdp', 4096],
  ]);
  expect(named(evidence, 'migrate_set_state').map((event) => event[3])).toEqual([
    'active',
    'postcopy-active',
    'completed',
  ]);
  const [ram] = evidence.blocks;
  const loaded = named(evidence, 'ram_load_loop').filter((event) => event[3] === 'pc.ram' && event[1] > 0);
  expect(loaded.every(([, a]) => a >= ram!.start && a < ram!.start + ram!.bytes)).toBe(true);
  expect(named(evidence, 'postcopy_place_page')).toHaveLength(105);
  expect(named(evidence, 'postcopy_place_page_zero')).toHaveLength(344);
  expect(named(evidence, 'ram_discard_range').at(-1)).toEqual([
    'ram_discard_range',
    0,
    0x1000,
    '/rom@etc/acpi/rsdp',
  ]);
  expect([...evidence.processes.values()].map(({ name }) => name)).toEqual([
    '',
    'postcopy/fault',
    'postcopy/listen',
  ]);
});

it('a source: bitmap syncs, discards sent, pages asked for', () => {
  const { evidence } = readLog(sample('qemu-trace-src.txt.gz'));
  expect(named(evidence, 'migration_bitmap_sync_end').map((event) => event[1])).toEqual([0, 2]);
  expect(named(evidence, 'postcopy_discard_send_range').length).toBeGreaterThan(0);
});

it('without times there is no clock', () => {
  const { evidence, formats } = readLog(sample('qemu-trace-bare.txt.gz'));
  expect(formats.map(({ format }) => format.name)).toEqual(['qemu-trace']);
  expect(evidence.clock).toBe('none');
  expect(evidence.events.time.at(0)).toBeNaN();
});

it.each([
  ['log with times', '12@1700000000.250000:migrate_set_state new state active', 1700000000.25],
  ['SystemTap', '12@1700000000250000000 migrate_set_state new state active', 1700000000.25],
  ['syslog', 'Nov  2 10:11:12 host qemu-system-x86[12]: migrate_set_state new state active', Number.NaN],
  ['after a prompt', '(qemu) migrate_set_state new state active', Number.NaN],
  ['ftrace', ' qemu-12 [000] .... 3.1: tracing_mark_write: migrate_set_state new state active', Number.NaN],
  ['simpletrace', 'migrate_set_state 2500.000 pid=12 new_state=active', 0.0025],
])('%s', (_, line, time) => {
  const { evidence } = readLog(line);
  expect(eventsOf(evidence)).toEqual([['migrate_set_state', Number.NaN, Number.NaN, 'active']]);
  expect(evidence.events.time.at(0)).toEqual(time);
});

it('a fault, a request and a discard by their numbers, of old and new QEMU', () => {
  const lines = [
    'postcopy_ram_fault_thread_request Request for HVA=0x7f0000201000 rb=pc.ram offset=0x201000 pid=77',
    'postcopy_ram_fault_thread_request Request for HVA=0x7f0000202000 rb=pc.ram offset=0x202000',
    'migrate_handle_rp_req_pages in (null) at 0x1029000 len 0x1000',
    'postcopy_discard_send_range pc.ram:1000/800',
    'ram_load_postcopy_loop @1001000 28',
    'ram_load_postcopy_loop chan=1 addr=0x1001000 flags=0x28',
    'ram_load_loop pc.ram: addr: 0x3000 flags: 0x22 host: 0x7f0000003000',
    'get_queued_page /rom@etc/acpi/tables/0x1000 page_abs=0x8081',
  ];
  const { evidence } = readLog(lines.join('\n'));
  expect(eventsOf(evidence).map(([, ...values]) => values)).toEqual([
    [0x7f0000201000, 77, 'pc.ram'],
    [0x7f0000202000, Number.NaN, 'pc.ram'],
    [0x1029000, 0x1000, ''],
    [0x1000, 0x800, 'pc.ram'],
    [0x1001000, 0x28, ''],
    [0x1001000, 0x28, '1'],
    [0x7f0000003000, 0x22, 'pc.ram'],
    [0x1000, Number.NaN, '/rom@etc/acpi/tables'],
  ]);
  expect(evidence.blocks).toEqual([{ id: 'pc.ram', line: 1, start: 0x7f0000000000, bytes: 0 }]);
});

it('values of another shape are said to be damaged; other events are left out', () => {
  const { skipped } = readLog('12@1.000000:ram_load_loop pc.ram: addr\n12@1.000001:kvm_run_exit cpu 0\n');
  expect(skipped.map(({ reason }) => reason)).toEqual(['damaged', 'otherEvent']);
});

it('info ramblock gives sizes, a trace gives places', () => {
  const table = [
    '(qemu) info ramblock',
    '              Block Name    PSize              Offset               Used              Total                HVA  RO',
    '                  pc.ram    4 KiB  0x0000000000000000 0x0000000000200000 0x0000000000200000 0x00007f0000000000  rw',
    '    /rom@etc/acpi/tables    4 KiB  0x0000000000280000 0x0000000000020000 0x0000000000200000',
    'ram_load_loop /rom@etc/acpi/tables: addr: 0x1000 flags: 0x8 host: 0x7f0001001000',
  ];
  const { evidence } = readLog(table.join('\n'));
  expect(evidence.blocks.map(({ id, start, bytes }) => [id, start, bytes])).toEqual([
    ['pc.ram', 0x7f0000000000, 0x200000],
    ['/rom@etc/acpi/tables', 0x7f0001000000, 0x20000],
  ]);
});
