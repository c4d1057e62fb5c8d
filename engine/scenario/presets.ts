/** The systems of the story: each a scenario with an id and the question it answers. */

import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB, SECOND, US } from '../base/units.ts';
import { parseScenario, type Scenario } from './schema.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly scenario: Scenario;
}

const mailed: Scenario = {
  guest: { bytes: 64 * MIB, vcpus: 4, workload: 'hotset', dirtyRate: 320 * MIB, seed: 1 },
  wire: { bandwidth: 1250 * 1000 * 1000, latency: 50 * US },
  qemu: { nohugepage: true, hugepageAgain: 'after-register', discard: 'pages' },
  khugepaged: { scanSleep: 10 * SECOND, pagesToScan: 4096, maxPtesNone: 511, wake: 'clock' },
};

export const PRESETS: readonly Preset[] = [
  {
    id: 'qemu-as-mailed',
    title: 'QEMU as mailed',
    question:
      'How does one precopy pass, a flood of 4 KB MADV_DONTNEED and postcopy keep every page, as the mail of 2017 tells it?',
    scenario: mailed,
  },
  {
    id: 'qemu-as-coded',
    title: 'QEMU as coded',
    question:
      "What differs when, as in QEMU's source, discards are runs and MADV_HUGEPAGE comes back only at cleanup?",
    scenario: { ...mailed, qemu: { nohugepage: true, hugepageAgain: 'at-cleanup', discard: 'runs' } },
  },
  {
    id: 'qemu-no-nohugepage',
    title: 'QEMU without NOHUGEPAGE',
    question:
      'What is lost when khugepaged comes between the last MADV_DONTNEED and UFFDIO_REGISTER, and nothing forbids it?',
    scenario: {
      ...mailed,
      qemu: { nohugepage: false, hugepageAgain: 'after-register', discard: 'pages' },
      khugepaged: { ...mailed.khugepaged, pagesToScan: 1 << 22, wake: 'before-register' },
    },
  },
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

/** What differs from the preset, by knob path (`guest.bytes`), in the preset's order. */
export type Overrides = Readonly<Record<string, unknown>>;

/** A preset with some knobs set. Unknown knobs and values that make no sense are refused by name. */
export function withOverrides(preset: Preset, overrides: Overrides): Result<Scenario> {
  const scenario = structuredClone(preset.scenario) as unknown as Record<string, Record<string, unknown>>;
  for (const [path, value] of Object.entries(overrides)) {
    const [group, field, ...rest] = path.split('.');
    const holder = group !== undefined && Object.hasOwn(scenario, group) ? scenario[group] : undefined;
    if (!holder || field === undefined || rest.length > 0 || !Object.hasOwn(holder, field))
      return bad(
        'invalid',
        path.slice(0, 80),
        `${path.slice(0, 80)}: expected one of ${knobs(preset.scenario).join(', ')}`,
      );
    holder[field] = value;
  }
  return parseScenario(scenario);
}

/** What differs from the preset: the inverse of `withOverrides`. */
export function overridesOf(preset: Preset, scenario: Scenario): Record<string, string | number | boolean> {
  const out: Record<string, string | number | boolean> = {};
  for (const path of knobs(preset.scenario)) {
    const value = knob(scenario, path);
    if (value !== knob(preset.scenario, path)) out[path] = value;
  }
  return out;
}

function knobs(scenario: Scenario): string[] {
  return Object.entries(scenario).flatMap(([group, fields]) =>
    Object.keys(fields).map((field) => `${group}.${field}`),
  );
}

function knob(scenario: Scenario, path: string): string | number | boolean {
  const [group, field] = path.split('.') as [keyof Scenario, string];
  return (scenario[group] as Record<string, string | number | boolean>)[field] as string | number | boolean;
}
