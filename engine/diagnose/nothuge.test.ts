import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import type { Diagnosis } from './diagnosis.ts';
import { notHuge } from './nothuge.ts';

const why = (...logs: (string | Uint8Array)[]): Diagnosis => notHuge(logs.map((log) => readLog(log)))[0]!;
/** Causes by how many VMAs have each. */
const causes = ({ numbers }: Diagnosis): Record<string, number> =>
  Object.fromEntries(
    Object.entries(numbers)
      .filter(([name]) => name.endsWith('Vmas'))
      .map(([name, n]) => [name.slice(0, -4), n]),
  );

it('each VMA of one process has its own first no', () => {
  const found = why(sample('smaps-why.txt'));
  expect(found.kind).toBe('trouble');
  expect(causes(found)).toEqual({ huge: 1, nohugepage: 1, notAdvised: 1, waiting: 1, tooSmall: 1, empty: 1 });
  expect(found.numbers).toMatchObject({ vmas: 6, hugeKib: 8192, filledKib: 33792 });
  const advised = found.reasons.find(({ text }) => text.includes('not marked hg'))!;
  expect(advised.lines.map(({ line }) => line)).toEqual([1, 91]);
});

it('the switch of the process comes before the flags', () => {
  const found = why(sample('smaps-prctl.txt'));
  expect(causes(found)).toEqual({ huge: 0, disabled: 6 });
  expect(found.advice[0]).toContain('PR_SET_THP_DISABLE');
});

const VMA = [
  '7f0000000000-7f0000800000 rw-p 00000000 00:00 0 ',
  'Size: 8192 kB',
  'Anonymous: 8192 kB',
  'AnonHugePages: 0 kB',
];
const log = (flags: string, ...beside: string[]) => [...beside, ...VMA, `VmFlags: ${flags}`, ''].join('\n');

it.each([
  ['mode first', log('rd nh', '[never] always madvise'), 'never'],
  [
    'size of 2 MiB pages off',
    log('rd hg', '[always] madvise never', 'hugepages-2048kB/enabled:always inherit madvise [never]'),
    'never',
  ],
  [
    'inherited',
    log('rd', 'always [madvise] never', 'hugepages-2048kB/enabled:always [inherit] madvise never'),
    'notAdvised',
  ],
  ['no mode, no flag', log('rd'), 'mode'],
  ['except advised', log('rd', 'prctl(PR_GET_THP_DISABLE) = 3'), 'disabled'],
  ['the kernel says no', `${log('rd hg', '[always] madvise never')}THPeligible: 0\n`, 'waiting'],
  ['not printed', VMA.join('\n'), 'unknown'],
])('%s', (_, text, cause) => {
  expect(causes(why(text))).toEqual({ huge: 0, [cause]: 1 });
});

it('THPeligible 0 with nothing else that forbids it', () => {
  const text = [...VMA, 'THPeligible: 0', 'VmFlags: rd hg', ''].join('\n');
  expect(causes(why(text))).toEqual({ huge: 0, ineligible: 1 });
});

it('khugepaged’s verdicts of another file are the last question', () => {
  const reading = readLog([...VMA, 'THPeligible: 1', 'VmFlags: rd hg', ''].join('\n'));
  const { verdicts } = reading.evidence;
  for (const status of ['succeeded', 'exceed_none_pte', 'exceed_none_pte']) {
    verdicts.line.push(1);
    verdicts.event.push(0);
    verdicts.status.push(verdicts.texts.number(status));
  }
  const [found] = notHuge([reading]);
  expect(causes(found!)).toEqual({ huge: 0, khugepaged: 1 });
  expect(found!.reasons[0]!.text).toContain('exceed_none_pte');
});

it('the last dump of a series counts; what is huge needs no reason', () => {
  const huge = log('rd hg').replace('AnonHugePages: 0', 'AnonHugePages: 8192');
  expect(why(log('rd hg') + huge)).toMatchObject({ kind: 'fact', numbers: { vmas: 1, hugeVmas: 1 } });
});

it('sums have a share and no reason', () => {
  const found = notHuge([readLog('Anonymous: 4096\nAnonHugePages: 1024\n')]);
  expect(found).toMatchObject([{ id: 'huge-share', numbers: { hugeKib: 1024, anonymousKib: 4096 } }]);
});
