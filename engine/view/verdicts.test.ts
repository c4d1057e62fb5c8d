/** Guards that a script's lines get khugepaged's verdicts with their reasons, at the step of the verdict. */
import { expect, it } from 'vitest';
import { KINDS } from '../event/event.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { verdictsOf } from './verdicts.ts';

const run = (...lines: readonly string[]) => {
  const parsed = parseScript(lines.join('\n'));
  if (!parsed.ok) throw new Error(parsed.errors[0]!.message);
  const { recorder, done } = runScript(parsed.value);
  const verdicts = verdictsOf(recorder, done);
  return verdicts.map(({ step, ...rest }) => ({
    ...rest,
    event: KINDS[recorder.columns.kind(step - 1)]!.name,
  }));
};

const HOLED = ['mmap A 2m', 'madvise A 0 2m NOHUGEPAGE', 'write-range A 0 2m 7', 'madvise A 8p 1p DONTNEED'];

it('a hole in registered memory, and the same memory when it is no longer registered', () => {
  expect(
    run(
      ...HOLED,
      'madvise A 0 2m HUGEPAGE',
      'uffd-open',
      'uffd-register A 0 2m missing',
      'khugepaged-run',
      'uffd-unregister A 0 2m',
      'khugepaged-run',
    ),
  ).toEqual([
    {
      line: 8,
      event: 'khugepaged.scan',
      collapsed: 0,
      refused: { verdict: 'exceed_none_pte', holes: 1, registered: true, regions: 1 },
    },
    { line: 10, event: 'khugepaged.collapse', collapsed: 1, refused: null },
  ]);
});

it('nothing where khugepaged looks at nothing', () => {
  expect(run(...HOLED, 'khugepaged-run')).toEqual([]);
});
