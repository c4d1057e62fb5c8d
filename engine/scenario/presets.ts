/** The systems of the story: each a scenario with an id and the question it answers. */

import { EngineBug } from '../base/invariant.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB } from '../base/units.ts';
import { parseScenario, type Scenario, type ScenarioInput } from './schema.ts';

/** Where a preset stands in the picker. */
export const PRESET_GROUPS = {
  qemu: 'QEMU',
  criu: 'CRIU',
  tracking: 'Dirty tracking',
  hazard: 'What goes wrong',
} as const;
export type PresetGroup = keyof typeof PRESET_GROUPS;

export interface Preset {
  readonly id: string;
  readonly group: PresetGroup;
  readonly title: string;
  readonly question: string;
  readonly scenario: Scenario;
}

const guest = { bytes: 64 * MIB };

function preset(
  group: PresetGroup,
  id: string,
  title: string,
  question: string,
  input: Omit<ScenarioInput, 'guest'> & { guest?: Partial<ScenarioInput['guest']> } = {},
): Preset {
  const scenario = parseScenario({ ...input, guest: { ...guest, ...input.guest } });
  if (!scenario.ok) throw new EngineBug('preset', { id, problem: scenario.problem.message });
  return { id, group, title, question, scenario: scenario.value };
}

/** The worst moment: khugepaged scans everything between the last MADV_DONTNEED and REGISTER. */
const worst = { pagesToScan: 1 << 22, wake: 'before-register' } as const;

export const PRESETS: readonly Preset[] = [
  preset(
    'qemu',
    'qemu-as-mailed',
    'QEMU as mailed',
    'How does one precopy pass, a flood of 4 KB MADV_DONTNEED and postcopy keep every page, as the mail of 2017 tells it?',
  ),
  preset(
    'qemu',
    'qemu-as-coded',
    'QEMU as coded',
    "What differs when, as in QEMU's source, discards are runs and MADV_HUGEPAGE comes back only at cleanup?",
    { qemu: { hugepageAgain: 'at-cleanup', discard: 'runs' } },
  ),
  preset(
    'qemu',
    'qemu-no-nohugepage',
    'QEMU without NOHUGEPAGE',
    'What is lost when khugepaged comes between the last MADV_DONTNEED and UFFDIO_REGISTER, and nothing forbids it?',
    { qemu: { nohugepage: false }, khugepaged: worst },
  ),
  // more presets: QEMU
  // more presets: CRIU
  // more presets: tracking
  // more presets: hazards
];

/** Guest sizes the app offers. */
export const GUEST_SIZES = [64 * MIB, GIB, 16 * GIB] as const;

export function findPreset(id: string): Result<Preset> {
  const preset = PRESETS.find((p) => p.id === id);
  return preset
    ? ok(preset)
    : bad(
        'unknown-preset',
        'preset',
        `preset: expected one of ${PRESETS.map((p) => p.id).join(', ')}, got ${JSON.stringify(id.slice(0, 80))}`,
      );
}

/** What differs from the preset, by knob path (`guest.bytes`, `era`), in the preset's order. */
export type Overrides = Readonly<Record<string, unknown>>;

export type KnobValue = string | number | boolean;

/** A preset with some knobs set. Unknown knobs and values that make no sense are refused by name. */
export function withOverrides(preset: Preset, overrides: Overrides): Result<Scenario> {
  const scenario = structuredClone(preset.scenario) as unknown as Record<string, unknown>;
  const known = knobs(preset.scenario);
  for (const [path, value] of Object.entries(overrides)) {
    const where = path.slice(0, 80);
    if (!known.includes(path)) return bad('invalid', where, `${where}: expected one of ${known.join(', ')}`);
    const [group, field] = path.split('.') as [string, string?];
    if (field === undefined) scenario[group] = value;
    else (scenario[group] as Record<string, unknown>)[field] = value;
  }
  return parseScenario(scenario);
}

/** What differs from the preset: the inverse of `withOverrides`. */
export function overridesOf(preset: Preset, scenario: Scenario): Record<string, KnobValue> {
  const out: Record<string, KnobValue> = {};
  for (const path of knobs(preset.scenario)) {
    const value = readKnob(scenario, path);
    if (value !== readKnob(preset.scenario, path)) out[path] = value;
  }
  return out;
}

/** Text of a link or a command line as a value of the type that the knob has: the era 2017 is a word. */
export function knobValue(preset: Preset, path: string, text: string): KnobValue {
  if (knobs(preset.scenario).includes(path) && typeof readKnob(preset.scenario, path) === 'string')
    return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function knobs(scenario: Scenario): string[] {
  return Object.entries(scenario).flatMap(([group, fields]) =>
    typeof fields === 'object' ? Object.keys(fields).map((field) => `${group}.${field}`) : group,
  );
}

/** A knob's value; the path names one. */
export function readKnob(scenario: Scenario, path: string): KnobValue {
  const [group, field] = path.split('.') as [keyof Scenario, string?];
  const held = scenario[group] as KnobValue | Record<string, KnobValue>;
  return (field === undefined ? held : (held as Record<string, KnobValue>)[field]) as KnobValue;
}
