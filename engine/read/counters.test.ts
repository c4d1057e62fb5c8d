import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';

const knobs = (log: string) => readLog(log).evidence.knobs.map(({ name, value }) => `${name}=${value}`);

it('counters of /proc/vmstat again and again, at the times between them', () => {
  const { evidence } = readLog(sample('vmstat-split.txt'));
  expect(evidence.clock).toBe('wall');
  const splits = evidence.knobs.filter(({ name }) => name === 'vmstat/thp_split_pmd');
  expect(splits.map(({ time, value }) => [time, value])).toEqual([
    [1700000000.25, '1476'],
    [1700000001.25, '1476'],
    [1700000002.25, '1496'],
  ]);
});

it.each([
  [
    'grep with names',
    '/sys/kernel/mm/transparent_hugepage/enabled:always [madvise] never',
    'enabled=madvise',
  ],
  ['grep in the folder', 'khugepaged/max_ptes_none:511', 'khugepaged/max_ptes_none=511'],
  ['a name alone', 'max_ptes_none: 0', 'khugepaged/max_ptes_none=0'],
  ['a choice alone', '[always] madvise never', 'enabled=always'],
  ['defrag by its choices', 'always defer defer+madvise [madvise] never', 'defrag=madvise'],
  ['head', '==> /sys/kernel/mm/transparent_hugepage/hpage_pmd_size <==\n2097152', 'hpage_pmd_size=2097152'],
  ['cat', '# cat /sys/kernel/mm/transparent_hugepage/defrag\n[always] defer never madvise', 'defrag=always'],
  ['echo', '# echo never > /sys/kernel/mm/transparent_hugepage/enabled', 'enabled=never'],
])('%s', (_, log, knob) => {
  expect(knobs(log)).toEqual([`transparent_hugepage/${knob}`]);
});

it('memory.stat of a cgroup and meminfo by their own names', () => {
  expect(knobs('anon 8192\nfile 0\nkernel_stack 16384\nanon_thp 4096\nthp_fault_alloc 2\n')).toEqual([
    'memory.stat/anon=8192',
    'memory.stat/file=0',
    'memory.stat/anon_thp=4096',
    'memory.stat/thp_fault_alloc=2',
  ]);
  expect(
    knobs('MemTotal:  16000 kB\nBuffers:  1 kB\nAnonHugePages:   2048 kB\nNode 1 AnonPages: 5 kB\n'),
  ).toEqual(['meminfo/MemTotal=16000', 'meminfo/AnonHugePages=2048', 'meminfo/node1/AnonPages=5']);
});
