/** The systems of the story: each a scenario with an id and the question it answers. */

import { oneOf, quote } from '../base/expect.ts';
import { EngineBug } from '../base/invariant.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB, MS } from '../base/units.ts';
import { HAZARD_PRESETS, type PresetInput } from './hazardpresets.ts';
import { parseScenario, type Scenario } from './schema.ts';

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
  input: PresetInput = {},
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
  preset(
    'qemu',
    'qemu-precopy',
    'QEMU precopy only',
    'When does precopy end, if the guest dirties memory twice as fast as the link sends it and auto-converge slows it down?',
    {
      guest: { dirtyRate: 64 * MIB },
      wire: { bandwidth: 32 * MIB },
      qemu: { mode: 'precopy', downtimeLimit: 60 * MS, autoConverge: true },
    },
  ),
  preset(
    'qemu',
    'qemu-postcopy-only',
    'QEMU postcopy only',
    'Why is there no problem, and no need of NOHUGEPAGE, when postcopy starts before any page was sent?',
    {
      qemu: { mode: 'postcopy', hugepageAgain: 'at-cleanup', discard: 'runs' },
    },
  ),
  preset(
    'qemu',
    'qemu-preempt',
    'QEMU postcopy with preempt',
    'How much sooner does a page come that a vCPU waits for, if it has a channel of its own and does not queue in the socket?',
    {
      wire: { bandwidth: 125 * 1000 * 1000 },
      qemu: { hugepageAgain: 'at-cleanup', discard: 'runs', preempt: true },
    },
  ),
  preset(
    'qemu',
    'qemu-madvisev',
    'QEMU with a vectored madvise',
    'What does the flood of MADV_DONTNEED cost as one process_madvise for 1,024 runs, beside a call a run or a page?',
    {
      guest: { workload: 'uniform' },
      qemu: { hugepageAgain: 'at-cleanup', discard: 'vector' },
    },
  ),
  preset(
    'criu',
    'criu-2017',
    'CRIU before the fix',
    'What does a process read where khugepaged collapsed half-filled memory before UFFDIO_REGISTER, and who notices?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'nothing' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-nohugepage',
    'CRIU with NOHUGEPAGE',
    'If MADV_NOHUGEPAGE keeps khugepaged away from half-filled memory, why does the process come back marked?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'nohugepage' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-clr-hugepage',
    'CRIU with MADV_CLR_HUGEPAGE',
    'What would the advice that the mail answers have given: NOHUGEPAGE, fill, REGISTER, and then both marks cleared?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'clr-hugepage' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-thp-disable',
    'CRIU with PR_SET_THP_DISABLE',
    'How does one switch of the whole process keep every page and every flag, as it was merged in place of the advice?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'thp-disable' }, khugepaged: worst },
  ),
  preset(
    'criu',
    'criu-register-first',
    'CRIU registers first',
    'What does it cost to register before filling, so that every page comes by UFFDIO_COPY and no switch is needed?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'register-first' }, khugepaged: worst },
  ),
  ...(
    [
      [
        'bitmap',
        'kvm-bitmap',
        'KVM bitmap',
        'What does it cost to protect all 4 KB leaves, and again each page that was written?',
      ],
      [
        'manual',
        'kvm-manual',
        'KVM manual protect',
        'What changes when pages are protected just before they are sent, and none at the start?',
      ],
      [
        'pml',
        'kvm-pml',
        'Page modification logging',
        'What is left to pay when the processor itself writes down which pages it dirtied?',
      ],
      [
        'ring',
        'kvm-ring',
        'Dirty ring',
        'Whose cost does not grow with the guest, only with what it writes?',
      ],
      [
        'soft-dirty',
        'soft-dirty',
        'Soft-dirty bits',
        'Why does the mail reject soft-dirty: what is walked in a round, and how much is dirty after one write to a huge page?',
      ],
      [
        'pagemap-scan',
        'pagemap-scan',
        'PAGEMAP_SCAN',
        'What does one call a round cost that finds and protects written pages, and what becomes of huge memory?',
      ],
    ] as const
  ).map(([id, tracker, title, question]) =>
    preset('tracking', `tracking-${id}`, `Tracking: ${title}`, question, {
      system: 'tracking',
      tracker,
      guest: { dirtyRate: 160 * MIB },
    }),
  ),
  ...HAZARD_PRESETS.map((p) => preset('hazard', ...p)),
];

/** Guest sizes the app offers. */
export const GUEST_SIZES = [64 * MIB, 256 * MIB, GIB, 4 * GIB, 16 * GIB, 64 * GIB] as const;

export function findPreset(id: string): Result<Preset> {
  const preset = PRESETS.find((p) => p.id === id);
  return preset
    ? ok(preset)
    : bad(
        'unknown-preset',
        'preset',
        `preset: expected ${oneOf(
          'a preset',
          PRESETS.map((p) => p.id),
          id,
        )}; found ${quote(id)}`,
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
