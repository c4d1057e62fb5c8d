import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';

const vma = (range: string, huge: number) =>
  [`${range} rw-p 00000000 00:00 0 `, 'Size:   8192 kB', `AnonHugePages: ${huge} kB`].join('\n');

it('smaps with the mode and the switch of the process before it', () => {
  const { evidence, read, lines } = readLog(sample('smaps-why.txt'));
  expect({ read, lines }).toEqual({ read: 165, lines: 165 });
  expect(evidence.maps).toHaveLength(1);
  const [dump] = evidence.maps;
  expect(dump!.thpDisable).toBe(0);
  expect(dump!.vmas.map(({ fields, flags }) => [fields.Size, fields.AnonHugePages, flags?.at(-1)])).toEqual([
    [8192, 0, 'hg'],
    [8192, 0, 'hg'],
    [2052, 0, 'hg'],
    [8192, 0, 'ac'],
    [8192, 0, 'nh'],
    [8192, 8192, 'hg'],
  ]);
});

it('a series: a dump begins where addresses go back, at the time that stands before it', () => {
  const dumps = [1, 2].map((s) => `170000000${s}.5\n${vma('10000-20000', s)}\n${vma('20000-30000', 0)}\n`);
  const { evidence } = readLog(dumps.join(''));
  expect(evidence.clock).toBe('wall');
  expect(
    evidence.maps.map(({ time, vmas }) => [time, vmas.map(({ fields }) => fields.AnonHugePages)]),
  ).toEqual([
    [1700000001.5, [1, 0]],
    [1700000002.5, [2, 0]],
  ]);
});

it('fields alone, indented, are VMAs without an address; what was not printed is not there', () => {
  const { evidence } = readLog(
    ['    Size:  4096 kB', '    VmFlags: rd wr hg', '    Size:  8192 kB', '    THPeligible:    1', ''].join(
      '\n',
    ),
  );
  expect(evidence.maps.flatMap(({ vmas }) => vmas)).toMatchObject([
    { start: Number.NaN, fields: { Size: 4096 }, flags: ['rd', 'wr', 'hg'] },
    { start: Number.NaN, fields: { Size: 8192, THPeligible: 1 }, flags: null },
  ]);
});

it('sums of a script and smaps_rollup are totals', () => {
  const rollup =
    '55d000000000-7ffd00000000 ---p 00000000 00:00 0                [rollup]\nAnonHugePages:   2048 kB\n';
  const { evidence } = readLog(`Rss: 150000\nAnonHugePages: 70000\nVmFlags: 0\n\n${rollup}`);
  expect(
    evidence.maps.map(({ total, vmas }) => [total, vmas.map(({ fields }) => fields.AnonHugePages)]),
  ).toEqual([
    [true, [70000]],
    [true, [2048]],
  ]);
});

it('grep’s names of files part the processes', () => {
  const { evidence } = readLog(
    '/proc/12/smaps:AnonHugePages: 0 kB\n/proc/12/smaps:AnonHugePages: 2048 kB\n/proc/13/smaps:AnonHugePages: 0 kB\n',
  );
  expect(evidence.maps.map(({ vmas }) => vmas.length)).toEqual([2, 1]);
  expect([...evidence.processes.keys()]).toEqual([12, 13]);
});

it('the switch that a program prints belongs to the dump before it, or else to the next', () => {
  const { evidence } = readLog(
    ['Size: 4096 kB', 'prctl(PR_GET_THP_DISABLE) = 1', '', 'THP_enabled:\t1', 'Size: 8192 kB', ''].join('\n'),
  );
  expect(evidence.maps.map(({ thpDisable }) => thpDisable)).toEqual([1, 0]);
});
