/** Guards that whatever is not a scenario is refused by name, and that overrides and their reading undo each other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GIB, MIB } from '../base/units.ts';
import { formatFaults, parseFaults } from './faults.ts';
import { findPreset, knobValue, overridesOf, PRESETS, withOverrides } from './presets.ts';
import { COST_IDS, ERAS, parseScenario } from './schema.ts';

const first = PRESETS[0]!;

it.each([
  ['guest.bytes', 0, /multiple of 2 MiB/],
  ['guest.bytes', 3 * MIB, /multiple of 2 MiB.*got 3145728/],
  ['guest.bytes', 128 * GIB, /64 GiB/],
  ['guest.bytes', Number.NaN, /guest\.bytes/],
  ['guest.vcpus', 9, /from 1 to 8/],
  ['guest.workload', '<b>', /uniform/],
  ['wire.bandwidth', 0, /bytes per second/],
  ['khugepaged.maxPtesNone', 512, /from 0 to 511/],
  ['guest.seed', 1.5, /whole number/],
  ['era', 2017, /expected one of modern, 2017/],
  ['era.year', '2017', /expected one of/],
  ['costs', 'free', /expected one of measured/],
  ['guest', 1, /expected one of/],
  ['guest.colour', 1, /expected one of system, guest\.bytes/],
  ['faults', 'cut@nowhere', /a phase \(populate/],
  ['faults', 'flood@postcopy', /one of cut, slow/],
  ['faults', 'dontneed@3ms', /pages such as/],
  ['__proto__.x', 1, /expected one of/],
])('%s = %s is refused with its field', (knob, value, message) => {
  const made = withOverrides(first, { [knob]: value });
  expect(made.ok).toBe(false);
  if (!made.ok) {
    expect(made.problem.message).toMatch(message);
    expect(made.problem.where).toBe(knob);
  }
});

it('an unknown preset names the known ones', () => {
  const found = findPreset('x'.repeat(500));
  expect(found.ok ? '' : found.problem.message).toContain('qemu-as-coded');
});

it('overrides and their reading undo each other', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PRESETS),
      fc.record(
        {
          'guest.bytes': fc.integer({ min: 1, max: 500 }).map((n) => n * 2 * MIB),
          'guest.seed': fc.nat(),
          'qemu.nohugepage': fc.boolean(),
          era: fc.constantFrom(...ERAS),
          costs: fc.constantFrom(...COST_IDS),
        },
        { requiredKeys: [] },
      ),
      (preset, overrides) => {
        const made = withOverrides(preset, overrides);
        if (!made.ok) throw new Error(made.problem.message);
        const read = overridesOf(preset, made.value);
        expect(withOverrides(preset, read)).toEqual(made);
      },
    ),
    { seed: 5 },
  );
});

it('a scenario from before eras and costs is one of today, measured', () => {
  const { era: _, costs: __, ...old } = first.scenario;
  expect(parseScenario(old)).toEqual({ ok: true, value: first.scenario });
});

it('texts of links and command lines are read by the type of the knob', () => {
  const read = (path: string, text: string) => knobValue(first, path, text);
  expect(read('era', '2017')).toBe('2017');
  expect(read('guest.workload', 'true')).toBe('true');
  expect(read('guest.seed', '2017')).toBe(2017);
  expect(read('guest.seed', '')).toBe('');
  expect(read('qemu.nohugepage', 'false')).toBe(false);
  expect(read('__proto__.x', '1')).toBe(1);
});

it('nothing that is not a scenario is taken for one, and nothing throws', () => {
  fc.assert(
    fc.property(fc.anything(), (x) => {
      expect(parseScenario(x).ok).toBe(false);
    }),
    { seed: 6 },
  );
});

it('faults are read, and written as they were read', () => {
  const text = 'cut=20ms@postcopy+1ms; khugepaged@#8120; dontneed=0x200+512@3.5us; max_ptes_none=0@listen';
  const read = parseFaults(text);
  if (!read.ok) throw new Error(read.problem.message);
  expect(read.value[0]).toEqual({
    kind: 'cut',
    arg: 20_000_000,
    pages: 0,
    when: { phase: 'postcopy', afterNs: 1_000_000 },
  });
  expect(formatFaults(read.value)).toBe(text);
  expect(parseFaults('')).toEqual({ ok: true, value: [] });
});

it('any text is read as faults or refused by name, and what is read is written the same', () => {
  const piece = fc.constantFrom('cut', '=', '@', '+', '#', ';', ' ', 'postcopy', '3ms', '0x10', '7', 'write');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((p) => p.join('')),
      ),
      (text) => {
        const read = parseFaults(text);
        if (read.ok) expect(parseFaults(formatFaults(read.value))).toEqual(read);
        else expect(read.problem.message).toMatch(/^faults: .*expected/s);
      },
    ),
    { seed: 7 },
  );
});
