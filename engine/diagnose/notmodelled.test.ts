import { expect, it } from 'vitest';
import { readLog } from '../testing/samples.ts';
import { notModelled } from './notmodelled.ts';

it('names advice whose outcome is not modelled, with its lines', () => {
  const reading = readLog(`madvise(0x7f0000000000, 4096, MADV_SOFT_OFFLINE) = 0
madvise(0x7f0000000000, 4096, MADV_DONTNEED) = 0
madvise(0x7f0000001000, 4096, MADV_SOFT_OFFLINE) = 0
`);
  const [found] = notModelled([reading]);
  expect(found).toMatchObject({ id: 'not-modelled', numbers: { calls: 2 } });
  expect(found!.reasons.map(({ text, lines }) => [text, lines.map(({ line }) => line)])).toEqual([
    ['MADV_SOFT_OFFLINE is called 2 times.', [1, 3]],
  ]);
  expect(notModelled([readLog('madvise(0x7f0000000000, 4096, MADV_DONTNEED) = 0\n')])).toEqual([]);
});
