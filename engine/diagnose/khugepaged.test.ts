import { expect, it } from 'vitest';
import { readLog } from '../testing/samples.ts';
import { khugepagedVerdicts } from './khugepaged.ts';

interface Scan {
  readonly status: string;
  readonly pfn?: number;
  readonly none?: number;
}

/** What is said of these scans, one every second. */
function found(scans: readonly Scan[]) {
  const reading = readLog('');
  const { verdicts } = reading.evidence;
  for (const [i, { status, pfn = 1000, none = 0 }] of scans.entries()) {
    verdicts.time.push(i);
    verdicts.line.push(i + 1);
    verdicts.event.push(0);
    verdicts.mm.push(0);
    verdicts.pfn.push(pfn);
    verdicts.none.push(none);
    verdicts.referenced.push(512 - none);
    verdicts.unmapped.push(0);
    verdicts.writable.push(2);
    verdicts.status.push(verdicts.texts.number(status));
  }
  return khugepagedVerdicts([reading]);
}

it('all of one kind is the answer, with what it means', () => {
  const [diagnosis] = found([
    { status: 'no_writable_page', pfn: 5 },
    { status: 'no_writable_page', pfn: 5 },
    { status: 'no_writable_page', pfn: 9, none: 511 },
  ]);
  expect(diagnosis).toMatchObject({
    id: 'khugepaged-refuses',
    kind: 'trouble',
    numbers: { refusals: 3, collapses: 0, kinds: 1, regions: 2, seconds: 2 },
  });
  expect(diagnosis!.answer).toContain('all 3 regions');
  expect(diagnosis!.answer).toContain('Linux 6.18');
});

it('empty regions and huge ones are no refusals', () => {
  expect(found([{ status: 'pmd_none' }, { status: 'page_pmd_mapped' }])).toEqual([]);
});

it('holes that a collapse fills are memory that comes back', () => {
  const diagnoses = found([
    { status: 'succeeded', none: 500 },
    { status: 'succeeded', none: 100 },
    { status: 'exceed_none_pte', none: 512 },
  ]);
  expect(diagnoses.map(({ id, kind }) => [id, kind])).toEqual([
    ['khugepaged-refuses', 'fact'],
    ['khugepaged-collapses', 'fact'],
    ['memory-comes-back', 'trouble'],
  ]);
  expect(diagnoses[2]!.numbers).toEqual({ holes: 600, bytes: 600 * 4096, collapses: 2 });
});
