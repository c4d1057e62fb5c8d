import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { CALLS, type Evidence, KHUGEPAGED_EVENTS } from './evidence.ts';

const read = (text: string) => readLog(text).evidence;

const verdictsOf = ({ verdicts }: Evidence) =>
  Array.from({ length: verdicts.count }, (_, i) => [
    KHUGEPAGED_EVENTS[verdicts.event.at(i)],
    verdicts.texts.text(verdicts.mm.at(i)),
    verdicts.pfn.at(i),
    verdicts.none.at(i),
    verdicts.referenced.at(i),
    verdicts.writable.at(i),
    verdicts.texts.text(verdicts.status.at(i)),
  ]);

it.each([
  ['ftrace-collapse.txt.gz', 26, 13],
  ['perf-collapse.txt.gz', 26, 0],
  ['bpftrace-collapse.txt.gz', 0, 0],
])('%s: the same program', (name, advices, mappings) => {
  const { evidence, skipped } = readLog(sample(name));
  const { calls } = evidence;
  const named = Array.from({ length: calls.count }, (_, i) => CALLS[calls.name.at(i)]);
  expect(named.filter((n) => n === 'madvise')).toHaveLength(advices);
  expect(named.filter((n) => n === 'mmap')).toHaveLength(mappings);
  expect(evidence.faults.count).toBeGreaterThan(60);
  expect(evidence.clock).toBe('monotonic');
  const collapsed = verdictsOf(evidence).filter(
    ([event, , , , , , st]) => event === 'scan' && st === 'succeeded',
  );
  expect(collapsed.map(([, , , none]) => none)).toEqual([502]);
  expect(skipped.every(({ reason }) => reason === 'heading' || reason === 'foreign')).toBe(true);
});

it('verdicts of old and new kernels, hashed pointers or not', () => {
  const text = `      khugepaged-55    [001] ....  913.990380: mm_khugepaged_scan_pmd: mm=0000000018676bfc, scan_pfn=0x2b0abd, writable=0, referenced=512, none_or_zero=0, status=no_writable_page, unmapped=0
      khugepaged-55    [001] .....  913.990390: mm_khugepaged_scan_pmd: mm=0000000018676bfc, scan_pfn=0xffffffffffffffff, referenced=0, none_or_zero=512, status=exceed_none_pte, unmapped=0
      khugepaged    55 [001]   913.990400:       huge_memory:mm_collapse_huge_page: mm=0xffff88810ad25780, isolated=1, status=succeeded
`;
  expect(verdictsOf(read(text))).toEqual([
    ['scan', '0000000018676bfc', 0x2b0abd, 0, 512, 0, 'no_writable_page'],
    ['scan', '0000000018676bfc', Number.NaN, 512, 0, 2, 'exceed_none_pte'],
    ['collapse', '0xffff88810ad25780', Number.NaN, Number.NaN, Number.NaN, 2, 'succeeded'],
  ]);
});

it('calls in both forms, by whoever prints them; faults with what was wanted', () => {
  const text = `cpus=2
 qemu-system-x86-5170  (   5170) [000] ..... 77.400000: sys_madvise(start: 0x7f0000000000, len_in: 0x8000000, behavior: 0xe)
 qemu-system-x86-5170  (   5170) [000] ..... 77.400020: sys_madvise -> 0x0
          CPU 0/KVM-5174  [001]    77.500000: page_fault_user:      address=0x7f0000001abc ip=0x55 error_code=0x6
          CPU 0/KVM-5174  [001]    77.500010: page_fault_user:      address=0x7f0000002000 ip=0x55 error_code=0x4
     uffd  5175/5179  [001]    77.600000: raw_syscalls:sys_enter: NR 28 (7f0000000000, 1000, 4, 0, 0, 0)
     uffd  5175/5179  [001]    77.600003: raw_syscalls:sys_exit: NR 28 = 0
 qemu-system-x86-5170  [000] d..1. 77.700000: sys_munmap(addr: 0x7f0000000001, len: 0x1000)
 qemu-system-x86-5170  [000] d..1. 77.700004: sys_munmap -> 0xffffffffffffffea
CPU:1 [LOST 42 EVENTS]
`;
  const { calls, faults, events, processes } = read(text);
  expect(
    Array.from({ length: calls.count }, (_, i) => [
      calls.pid.at(i),
      calls.texts.text(calls.detail.at(i)) || CALLS[calls.name.at(i)],
      calls.length.at(i),
      calls.result.at(i),
    ]),
  ).toEqual([
    [5170, 'MADV_HUGEPAGE', 0x8000000, 0],
    [5179, 'MADV_DONTNEED', 0x1000, 0],
    [5170, 'munmap', 0x1000, -22],
  ]);
  expect([0, 1].map((i) => [faults.address.at(i), faults.write.at(i)])).toEqual([
    [0x7f0000001abc, 1],
    [0x7f0000002000, 0],
  ]);
  expect([events.texts.text(events.name.at(0)), events.a.at(0)]).toEqual(['lost events', 42]);
  expect(processes.get(5174)?.name).toBe('CPU 0/KVM');
});
