/** The script of a run is valid, does what the run's destination did, and leaves the same memory. */
import { expect, it } from 'vitest';
import { MIB } from '../base/units.ts';
import { K } from '../event/event.ts';
import { PMD_HUGE, PRESENT } from '../event/pageword.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { simulate } from '../sim/run.ts';
import { scriptOf } from './script.ts';

function made(id: string, overrides: Record<string, string | number | boolean> = {}) {
  const preset = findPreset(id);
  const scenario = preset.ok
    ? withOverrides(preset.value, { 'guest.bytes': 16 * MIB, ...overrides })
    : preset;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  const run = simulate(scenario.value);
  const text = scriptOf(run, scenario.value, { title: id, link: 'https://faultline.example/#v=1' });
  if (!text.ok) throw new Error(text.problem.message);
  const parsed = parseScript(text.value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors.slice(0, 3)));
  return { run, text: text.value, again: runScript(parsed.value) };
}

const calls = (
  run: { recorder: { columns: { length: number; kind(n: number): number; who(n: number): number } } },
  kind: number,
) => {
  const { columns } = run.recorder;
  let n = 0;
  for (let i = 0; i < columns.length; i++) if (columns.kind(i) === kind && (columns.who(i) >>> 4) & 1) n++;
  return n;
};

it.each([
  ['qemu-as-mailed', {}],
  ['qemu-as-coded', { era: '2017' }],
  ['qemu-postcopy-only', {}],
  ['qemu-preempt', { 'guest.zeroPages': 30 }],
  ['qemu-no-nohugepage', { 'khugepaged.maxPtesNone': 0 }],
  ['qemu-madvisev', {}],
] as const)('of %s %o leaves the memory of its destination', (id, overrides) => {
  const { run, text, again } = made(id, overrides);
  expect(again.notes).toEqual([]);
  // The ranges of a vector are calls here.
  const discards = calls(run, K.MADVISEV) > 0 ? [] : [K.DONTNEED];
  for (const kind of [...discards, K.ZAP, K.COPY, K.REGISTER, K.UNREGISTER, K.EEXIST])
    expect(calls(again, kind), String(kind)).toBe(calls(run, kind));
  const [was, is] = [run.recorder.state.dst, again.recorder.state.dst];
  const differ: string[] = [];
  for (let p = 0; p < run.recorder.state.pages; p++) {
    const a = was.words[p]! & PRESENT;
    const b = is.words[p]! & PRESENT;
    if (a !== b) differ.push(`page ${p}: ${a} in the run, ${b} by the script`);
  }
  was.pmd.forEach((pmd, r) => {
    if ((pmd === PMD_HUGE) !== (is.pmd[r] === PMD_HUGE)) differ.push(`region ${r}: ${pmd}, ${is.pmd[r]}`);
  });
  expect(differ.slice(0, 10)).toEqual([]);
  expect(text).toContain(run.digest);
});

it.each(['criu-2017', 'criu-nohugepage', 'criu-register-first', 'criu-thp-disable'])(
  'of %s runs, and its last operations answer those who wait',
  (id) => {
    const { run, again } = made(id);
    expect(again.notes).toEqual([]);
    expect(calls(again, K.REGISTER)).toBe(calls(run, K.REGISTER));
    expect(calls(again, K.UNREGISTER)).toBe(calls(run, K.UNREGISTER));
    expect(again.done.filter(({ says }) => /EINVAL|ENOENT|EFAULT|ENOMEM/.test(says))).toEqual([]);
  },
);

it('is refused, with its length, when the run is too long for one', () => {
  const preset = findPreset('qemu-as-mailed');
  if (!preset.ok) throw new Error('no preset');
  const scenario = withOverrides(preset.value, { 'guest.bytes': 256 * MIB, 'guest.workload': 'uniform' });
  if (!scenario.ok) throw new Error('no scenario');
  const text = scriptOf(simulate(scenario.value), scenario.value, { title: 'a', link: null });
  expect(text.ok ? '' : text.problem.message).toMatch(
    /expected a run of at most 10000 operations .* got \d+/,
  );
});
