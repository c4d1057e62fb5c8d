/** The systems of the story: each a scenario with an id and the question it answers. */

import { oneOf, quote } from '../base/expect.ts';
import { EngineBug } from '../base/invariant.ts';
import { inLanguage, worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB, MS } from '../base/units.ts';
import { HAZARD_PRESETS, type PresetInput } from './hazardpresets.ts';
import { parseScenario, type Scenario } from './schema.ts';

/** Where a preset is in the picker. */
export const PRESET_GROUPS = ['qemu', 'criu', 'tracking', 'hazard'] as const;
export type PresetGroup = (typeof PRESET_GROUPS)[number];
export type GroupLabels = Readonly<Record<PresetGroup, string>>;
const GROUP_LABELS: GroupLabels = {
  qemu: 'QEMU',
  criu: 'CRIU',
  tracking: 'Dirty tracking',
  hazard: 'What goes wrong',
};
/** What a group is called. */
export const groupLabel = (group: PresetGroup): string => inLanguage('groups', GROUP_LABELS)[group];

export interface Preset {
  readonly id: string;
  readonly group: PresetGroup;
  readonly title: string;
  readonly question: string;
  readonly scenario: Scenario;
}

/** Title and question by id, in another language than English. */
export type PresetTexts = Readonly<Record<string, { readonly title: string; readonly question: string }>>;
const IN_PRESETS: PresetTexts = {};
const textOf = (id: string) => inLanguage('presetTexts', IN_PRESETS)[id];

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
  return {
    id,
    group,
    get title() {
      return textOf(id)?.title ?? title;
    },
    get question() {
      return textOf(id)?.question ?? question;
    },
    scenario: scenario.value,
  };
}

/** The worst moment: khugepaged scans everything between the last MADV_DONTNEED and REGISTER. */
const worst = { pagesToScan: 1 << 22, wake: 'before-register' } as const;

export const PRESETS: readonly Preset[] = [
  preset(
    'qemu',
    'qemu-as-mailed',
    'QEMU as mailed',
    'How do one precopy pass, a flood of 4 KiB MADV_DONTNEED calls and postcopy keep every page, as a mail to linux-mm described it in 2017?',
  ),
  preset(
    'qemu',
    'qemu-as-coded',
    'QEMU as coded',
    "What changes if, as in QEMU's source, each discard covers a run of pages and MADV_HUGEPAGE returns only at cleanup?",
    { qemu: { hugepageAgain: 'at-cleanup', discard: 'runs' } },
  ),
  preset(
    'qemu',
    'qemu-no-nohugepage',
    'QEMU without NOHUGEPAGE',
    'Which pages are lost if khugepaged runs between the last MADV_DONTNEED and UFFDIO_REGISTER, and no MADV_NOHUGEPAGE stops it?',
    { qemu: { nohugepage: false }, khugepaged: worst },
  ),
  preset(
    'qemu',
    'qemu-precopy',
    'QEMU precopy only',
    'When does precopy end if the guest dirties memory twice as fast as the link sends it, and auto-converge slows the guest down?',
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
    'Why is no page at risk if postcopy starts before any page was sent?',
    {
      qemu: { mode: 'postcopy', hugepageAgain: 'at-cleanup', discard: 'runs' },
    },
  ),
  preset(
    'qemu',
    'qemu-preempt',
    'QEMU postcopy with preempt',
    'How much sooner does a requested page arrive if it has a channel of its own and does not queue in the socket?',
    {
      wire: { bandwidth: 125 * 1000 * 1000 },
      qemu: { hugepageAgain: 'at-cleanup', discard: 'runs', preempt: true },
    },
  ),
  preset(
    'qemu',
    'qemu-madvisev',
    'QEMU with a vectored madvise',
    'What does the MADV_DONTNEED flood cost with one process_madvise per 1,024 runs, compared with one call per run or per page?',
    {
      guest: { workload: 'uniform' },
      qemu: { hugepageAgain: 'at-cleanup', discard: 'vector' },
    },
  ),
  preset(
    'criu',
    'criu-2017',
    'CRIU before the fix',
    'What does a process read if khugepaged collapses half-filled memory before UFFDIO_REGISTER, and who notices?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'nothing' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-nohugepage',
    'CRIU with NOHUGEPAGE',
    'If MADV_NOHUGEPAGE keeps khugepaged away from half-filled memory, why does the restored process have other flags?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'nohugepage' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-clr-hugepage',
    'CRIU with MADV_CLR_HUGEPAGE',
    'What would MADV_CLR_HUGEPAGE, the advice that the mail answers, have achieved: NOHUGEPAGE, fill, REGISTER, then clear both flags?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'clr-hugepage' }, khugepaged: worst, era: '2017' },
  ),
  preset(
    'criu',
    'criu-thp-disable',
    'CRIU with PR_SET_THP_DISABLE',
    'How does one switch for the whole process, which was merged instead of the advice, keep every page and every flag?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'thp-disable' }, khugepaged: worst },
  ),
  preset(
    'criu',
    'criu-register-first',
    'CRIU registers first',
    'What does it cost to register before filling, so that every page arrives by UFFDIO_COPY and no switch is needed?',
    { system: 'criu', tracker: 'soft-dirty', criu: { thp: 'register-first' }, khugepaged: worst },
  ),
  ...(
    [
      [
        'bitmap',
        'kvm-bitmap',
        'KVM bitmap',
        'What does it cost to protect all 4 KiB leaves, and each written page again?',
      ],
      [
        'manual',
        'kvm-manual',
        'KVM manual protect',
        'What changes if pages are protected just before they are sent, and none at the start?',
      ],
      [
        'pml',
        'kvm-pml',
        'Page modification logging',
        'What cost is left if the processor itself records which pages it dirtied?',
      ],
      [
        'ring',
        'kvm-ring',
        'Dirty ring',
        'Which tracker costs nothing per page of the guest, only per page written?',
      ],
      [
        'soft-dirty',
        'soft-dirty',
        'Soft-dirty bits',
        'Why does the mail reject soft-dirty: what does each round walk, and how much is dirty after one write to a huge page?',
      ],
      [
        'pagemap-scan',
        'pagemap-scan',
        'PAGEMAP_SCAN',
        'What does one call per round cost if it finds and protects the written pages, and what happens to huge pages?',
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
        worded`preset: expected ${oneOf(
          worded`a preset`,
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
    if (!known.includes(path))
      return bad('invalid', where, worded`${where}: expected one of ${known.join(', ')}`);
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
