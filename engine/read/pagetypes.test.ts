import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';

it('lists and summaries of a real page-types, by the names of their flags', () => {
  const { evidence, skipped } = readLog(sample('page-types-list.txt'));
  expect(evidence.folios.map(({ page, pfn, count, side }) => [page, pfn, count, side])).toEqual([
    [0x700000000, 0x4b3400, 1, null],
    [0x700000001, 0x4b3401, 511, null],
    [0x700000200, 0x405400, 1, null],
    [0x700000201, 0x405401, 511, null],
    [Number.NaN, Number.NaN, 2, null],
    [Number.NaN, Number.NaN, 1022, null],
  ]);
  expect(evidence.folios[0]!.flags).toEqual(evidence.folios[4]!.flags);
  expect(skipped.map(({ reason }) => reason)).toEqual(['heading', 'blank']);
});

it('one page a line, and a list of frames alone', () => {
  const { evidence } = readLog(
    'voffset\toffset\tflags\n10\t4b3400\t___U_l_____Ma_b____________________\noffset\tlen\tflags\n4b3400\t10\t___U_l_____Ma_b____________________\n',
  );
  expect(evidence.folios.map(({ page, pfn, count }) => [page, pfn, count])).toEqual([
    [0x10, 0x4b3400, 1],
    [Number.NaN, 0x4b3400, 16],
  ]);
});
