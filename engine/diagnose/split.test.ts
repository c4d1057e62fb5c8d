import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { whoSplit } from './split.ts';

it('counters of vmstat that rise, with the lines at which they do', () => {
  const [diagnosis] = whoSplit([readLog(sample('vmstat-split.txt'))]);
  expect(diagnosis).toMatchObject({
    id: 'huge-pages-split',
    numbers: { thp_split_pmd: 20, thp_deferred_split_page: 20, seconds: 2 },
  });
  expect(diagnosis!.reasons.map(({ lines }) => lines.map(({ line }) => line))).toEqual([[79], [77]]);
});

const dump = (huge: number, rss: number) =>
  [
    '7f0000000000-7f0000800000 rw-p 00000000 00:00 0 ',
    `Rss: ${rss} kB`,
    `AnonHugePages: ${huge} kB`,
    'VmFlags: rd hg',
    '',
  ].join('\n');

it('smaps: huge pages fewer, memory still there', () => {
  const [diagnosis] = whoSplit([readLog(dump(8192, 8192) + dump(2048, 8188))]);
  expect(diagnosis).toMatchObject({ numbers: { hugeKibLost: 6144, partialDiscards: 0 } });
  expect(diagnosis!.reasons[0]!.lines.map(({ line }) => line)).toEqual([1, 5]);
});

it('memory that was given back whole was not split', () => {
  expect(whoSplit([readLog(dump(8192, 8192) + dump(2048, 2048))])).toEqual([]);
  expect(whoSplit([readLog(dump(2048, 2048) + dump(8192, 8192))])).toEqual([]);
});

it('MADV_DONTNEED of a part of a region is named as the cause', () => {
  const reading = readLog(dump(8192, 8192) + dump(2048, 8188));
  const { calls } = reading.evidence;
  for (const [start, length] of [
    [0x7f0000001000, 4096],
    [0x7f0000200000, 2 << 20],
  ]) {
    for (const column of [calls.time, calls.took, calls.pid, calls.other, calls.result]) column.push(0);
    calls.line.push(9);
    calls.name.push(4);
    calls.start.push(start!);
    calls.length.push(length!);
    calls.detail.push(calls.texts.number('MADV_DONTNEED'));
  }
  const [diagnosis] = whoSplit([reading]);
  expect(diagnosis!.numbers.partialDiscards).toBe(1);
});
