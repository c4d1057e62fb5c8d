import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { hugeFolios } from './folio.ts';

const found = (log: string | Uint8Array) => hugeFolios([readLog(log)]);

it('a head and the 511 tails behind it are one huge folio; summaries count its pages', () => {
  const [diagnosis, ...others] = found(sample('page-types-list.txt'));
  expect(others).toEqual([]);
  expect(diagnosis).toMatchObject({
    id: 'huge-folios',
    kind: 'fact',
    numbers: { listed: 2, summedPages: 1024 },
  });
  expect(diagnosis!.reasons[0]!.lines.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
});

it('a diff: one folio was split, of the other a page was dropped and 2 MiB are kept', () => {
  const [diagnosis, ...others] = found(sample('page-types-diff.txt'));
  expect(others).toEqual([]);
  expect(diagnosis).toMatchObject({
    id: 'folio-changed',
    kind: 'trouble',
    numbers: { before: 2, split: 1, parts: 1, made: 0 },
  });
  const [part, split] = diagnosis!.reasons;
  expect(part!.text).toContain('511 of its pages are mapped');
  expect(split!.text).toContain('512 in the same frames and 0 in other ones');
});

it('an older summary without compound flags, with tabs', () => {
  const [diagnosis] = found(
    '0x0000000000401800\t       511        1  ___________Ma_________t____________________\tmmap,anonymous,thp\n' +
      '0x0000000000405868\t         1        0  ___U_lA____Ma_b_______t____________________\tuptodate,lru,active,mmap,anonymous,swapbacked,thp\n',
  );
  expect(diagnosis).toMatchObject({ numbers: { listed: 0, summedPages: 512 } });
});

it('small folios are none', () => {
  expect(
    found(
      '7f0200\t3f8400\t1\t___U_lA____Ma_bH______t____________\n7f0201\t3f8401\tf\t________________T_____t____________\n',
    ),
  ).toEqual([]);
});
