/** Guards that settings of a script's run are those its operations really made, from the step at which they made them. */
import { expect, it } from 'vitest';
import { parseScript } from './parse.ts';
import { runScript, settingsOf } from './run.ts';
import { settingsAt } from './settings.ts';

const TEXT = `mmap A 2m
thp-enabled always
prctl-thp-disable 1
fork
thp-set hugepages-64kB/enabled inherit
prctl-thp-disable 0
`;

function run(text: string, era: 'modern' | '2017' = 'modern') {
  const parsed = parseScript(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]!.message);
  return runScript(parsed.value, undefined, era);
}

it('each operation that sets something is one entry, at the event before its return', () => {
  const { settings, done } = run(TEXT);
  expect(settings.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5].map((i) => done[i]!.step - 1));
  expect(settings.map(({ enabled, disable }) => [enabled, ...disable])).toEqual([
    ['always', 'off', 'off'],
    ['always', 'off', 'completely'],
    ['always', 'completely', 'completely'],
    ['always', 'completely', 'completely'],
    ['always', 'completely', 'off'],
  ]);
  expect(settings.map(({ sizes }) => sizes[4])).toEqual(['never', 'never', 'never', 'inherit', 'inherit']);
  expect(settingsAt(settings, settings[0]!.step - 1)).toBeUndefined();
  expect(settingsAt(settings, settings[1]!.step)).toBe(settings[1]);
});

it('an operation that fails sets nothing', () => {
  const failed = run('mmap A 2m\nprctl-thp-disable 2\n', '2017');
  expect(failed.done[1]!.says).toBe('-1 EINVAL');
  expect(failed.settings).toEqual([]);
});

it('a text alone gives the settings of its run', () => {
  expect(settingsOf(TEXT)).toEqual(run(TEXT).settings);
  expect(settingsOf('mmap A 2m\n')).toEqual([]);
  expect(settingsOf('no such operation')).toEqual([]);
});
