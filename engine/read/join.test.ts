/** Logs of one migration, written here as the tools print them from a recording, give that recording again. */
import { describe, expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { playRecording } from '../trace/play.ts';
import { type Joined, join } from './join.ts';
import { LogReader, type Reading } from './read.ts';

const START = 0x7f1100000000;
const WALL = 1_700_000_000;
/** What the monotonic clock is behind, and how long strace holds a call back. */
const BEHIND = 1_699_990_000.25;
const HELD = 0.00001;
const BYTES = 4 * 1024 * 1024;

const address = (page: number) => `0x${(START + page * 4096).toString(16)}`;
const wall = (t: number) => (WALL + t).toFixed(6);
const mono = (t: number) => (WALL + t - BEHIND).toFixed(6);

const strace: string[] = [];
const ftrace: string[] = [];
const trace: string[] = [];
const samples: string[] = [];

function call(t: number, text: string, result = '0'): void {
  strace.push(`900<qemu-system-x86> ${wall(t)} ${text} = ${result} <0.000030>`);
}
function advise(t: number, page: number, pages: number, number: number, name: string): void {
  call(t, `madvise(${address(page)}, ${pages * 4096}, ${name})`);
  const who = `qemu-system-x86-900 [000] .....`;
  ftrace.push(
    `${who} ${mono(t + HELD)}: sys_madvise(start: ${address(page)}, len_in: 0x${(pages * 4096).toString(16)}, behavior: ${number})`,
    `${who} ${mono(t + 0.00003)}: sys_madvise -> 0x0`,
  );
}
function smaps(t: number, rss: number, ahp: number, fl: string): void {
  const vm = [{ a: 0, n: BYTES, Rss: rss, AnonHugePages: ahp, fl: `rd wr mr mw me dc ac ${fl} mg` }];
  samples.push(JSON.stringify({ t: WALL + t, k: 'smaps', vm }));
}

samples.push(JSON.stringify({ t: WALL - 1, k: 'ram', lo: START, hi: START + BYTES }));
samples.push(
  JSON.stringify({
    t: WALL - 1,
    k: 'sys',
    en: 'madvise',
    df: 'madvise',
    sleep: '100',
    pts: '4096',
    none: '511',
  }),
);
call(
  -1,
  `mmap(${address(0)}, ${BYTES}, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0)`,
  address(0),
);
advise(-0.9, 0, 1024, 14, 'MADV_HUGEPAGE');
smaps(-0.5, 0, 0, 'hg');
trace.push(`900@${wall(0)}:migrate_set_state new state active`, `900@${wall(0)}:loadvm_state_setup `);
trace.push(`900@${wall(0.001)}:postcopy_init_range pc.ram: ${address(0)} offset=0x0 length=0x400000`);
advise(0.002, 0, 1024, 4, 'MADV_DONTNEED');
for (let page = 0; page < 1024; page++) {
  const t = 0.01 + page * 1e-5;
  trace.push(
    `900@${wall(t)}:ram_load_loop pc.ram: addr: 0x${(page * 4096).toString(16)} flags: 0x8 host: ${address(page)}`,
  );
  if (page % 512 === 0)
    ftrace.push(
      `qemu-system-x86-900 [000] d.... ${mono(t + 0.000002)}: page_fault_user: address=${address(page)} ip=0x1 error_code=0x6`,
    );
}
smaps(0.05, 4096, 4096, 'hg');
advise(0.1, 0, 1024, 15, 'MADV_NOHUGEPAGE');
for (const page of [7, 9, 600]) advise(0.11 + page * 1e-5, page, 1, 4, 'MADV_DONTNEED');
smaps(0.12, 4084, 0, 'nh');
trace.push(`900@${wall(0.121)}:loadvm_postcopy_handle_listen enter`);
const uffd = 'ioctl(9<anon_inode:[userfaultfd]>,';
call(
  0.13,
  `${uffd} UFFDIO_REGISTER, {range={start=${address(0)}, len=0x400000}, mode=UFFDIO_REGISTER_MODE_MISSING, ioctls=0x120})`,
);
trace.push(
  `901@${wall(0.151)}:postcopy_ram_fault_thread_request Request for HVA=${address(7)} rb=pc.ram offset=0x7000 pid=902`,
);
for (const page of [7, 9, 600])
  call(
    0.16 + page * 1e-6,
    `${uffd} UFFDIO_COPY, {dst=${address(page)}, src=0x5500000000, len=0x1000, mode=0, copy=0x1000})`,
  );
advise(0.2, 0, 1024, 14, 'MADV_HUGEPAGE');
call(0.21, `${uffd} UFFDIO_UNREGISTER, {start=${address(0)}, len=0x400000})`);
smaps(0.22, 4096, 0, 'hg');
for (const t of [0.3, 0.31]) {
  ftrace.push(
    `khugepaged-60 [000] ..... ${mono(t)}: mm_collapse_huge_page: mm=00000000abcdef01, isolated=1, status=succeeded`,
  );
  ftrace.push(
    `khugepaged-60 [000] ..... ${mono(t)}: mm_khugepaged_scan_pmd: mm=00000000abcdef01, scan_pfn=0x1, referenced=512, none_or_zero=0, status=succeeded, unmapped=0`,
  );
}
smaps(0.4, 4096, 4096, 'hg');
const PAGEMAPS = [
  [-0.4, [0, 0]],
  [0.051, ['H', 'H']],
  [0.121, [510, 511]],
  [0.25, [512, 512]],
  [0.41, ['H', 'H']],
] as const;
for (const [t, s] of PAGEMAPS) samples.push(JSON.stringify({ t: WALL + t, k: 'pm', s }));

const LOGS: Readonly<Record<string, readonly string[]>> = { strace, ftrace, trace, samples };

function joined(...names: string[]): Joined {
  const readings = names.map((name): Reading => {
    const reader = new LogReader(name);
    reader.push(new TextEncoder().encode(LOGS[name]!.join('\n')));
    return reader.end();
  });
  return join(readings, 'test');
}

function counts({ recording }: Joined): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [, , kind] of recording!.events) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

function playedOf(of: Joined) {
  const played = playRecording(JSON.stringify(of.recording), 'test');
  if (!played.ok) throw new Error(played.problem.message);
  const { worstAnonHugeKiB, worstRssKiB, flagsDiffer, samples: measured } = played.value.recording;
  return { worstAnonHugeKiB, worstRssKiB, flagsDiffer, samples: measured.length };
}

const EXACT = { worstAnonHugeKiB: 0, worstRssKiB: 0, flagsDiffer: 0, samples: 5 };

describe('all logs', () => {
  const all = joined('ftrace', 'samples', 'strace', 'trace');

  it('give every operation, and fit the samples', () => {
    expect(counts(all)).toMatchObject({
      mmap: 1,
      hugepage: 2,
      init_dontneed: 1,
      pre_page: 1,
      pf: 2,
      nohugepage: 1,
      dontneed: 3,
      uffd_register: 1,
      fault_req: 1,
      uffd_copy: 3,
      uffd_unregister: 1,
      collapse: 2,
      kh_scan: 2,
      smaps: 5,
      thp_gain: 4,
      thp_loss: 2,
    });
    expect(playedOf(all)).toEqual(EXACT);
    expect(all.recording!.blocks).toEqual([{ id: 'pc.ram', hva: '0x7f1100000000', used: BYTES }]);
    expect(all.lost).toHaveLength(1);
  });

  it('are brought to one clock by calls that two of them have', () => {
    const fault = all.recording!.events.find(([, , kind]) => kind === 'pf')!;
    expect(fault[0]).toBeCloseTo(0.010002, 5);
    expect(all.clocks.map(({ how }) => how.startsWith('moved by 7 calls that strace has too'))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

it.each([
  ['the QEMU trace', ['strace', 'ftrace', 'samples'], /page faults, and which of them were zero/],
  [
    'ftrace',
    ['strace', 'trace', 'samples'],
    /khugepaged’s tracepoints, a region is shown huge from the first sample/,
  ],
  ['both', ['strace', 'samples'], /only faults that userfaultfd reports/],
])('without %s it fits, and says what is lost', (_, names, lost) => {
  const some = joined(...names);
  expect(playedOf(some)).toEqual(EXACT);
  expect(some.lost.join(' ')).toMatch(lost);
});

it('strace of any process with userfaultfd becomes a timeline, also without times', () => {
  for (const name of ['strace-threads.txt.gz', 'strace-terminal.txt.gz', 'strace-raw.txt.gz']) {
    const { recording, lost } = join([readLog(sample(name))], name);
    const raw = name === 'strace-raw.txt.gz';
    expect(lost.some((sentence) => sentence.startsWith('No line has a time'))).toBe(raw);
    // The forked child’s MADV_DONTNEED is about its own copy of the memory.
    expect(counts({ recording } as Joined)).toMatchObject({
      hugepage: 2,
      nohugepage: 1,
      dontneed: name === 'strace-threads.txt.gz' ? 17 : expect.any(Number),
      ...(raw ? {} : { uffd_register: 1, uffd_copy: 10, uffd_zeropage: 10, uffd_unregister: 1 }),
    });
    expect(playRecording(JSON.stringify(recording), name).ok).toBe(true);
  }
});

it('files that show no memory give no timeline, and say so', () => {
  const { recording, lost } = join(
    [readLog('[  12.345678] uffd: FAULT_FLAG_ALLOW_RETRY missing 881\n')],
    'dmesg',
  );
  expect(recording).toBeNull();
  expect(lost).toEqual(['The files show no call on memory of 2 MiB or more: no timeline can be made.']);
});
