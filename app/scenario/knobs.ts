/** The knobs a reader may turn, as data: the form is drawn from this list. */
import {
  COST_IDS,
  findPreset,
  GUEST_SIZES,
  type KnobValue,
  type Problem,
  readKnob,
  type Scenario,
  sayBytes,
  withOverrides,
} from '../../engine/index.ts';
import type { Choice, Overrides } from '../state/store.ts';

export type Knob = {
  readonly path: string;
  readonly label: string;
} & (
  | {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: KnobValue; readonly label: string }[];
    }
  | { readonly kind: 'number'; readonly unit?: string; readonly factor: number }
  | { readonly kind: 'tick'; readonly off: KnobValue; readonly on: KnobValue }
);

export const GUEST_KNOBS: readonly Knob[] = [
  {
    path: 'guest.bytes',
    label: 'Guest memory',
    kind: 'choice',
    options: GUEST_SIZES.map((value) => ({ value, label: sayBytes(value) })),
  },
  {
    path: 'guest.workload',
    label: 'Workload',
    kind: 'choice',
    options: [
      { value: 'hotset', label: 'hot set' },
      { value: 'uniform', label: 'uniform' },
    ],
  },
  { path: 'guest.dirtyRate', label: 'Dirty rate', kind: 'number', unit: 'MiB/s', factor: 1024 * 1024 },
  { path: 'wire.bandwidth', label: 'Bandwidth', kind: 'number', unit: 'MB/s', factor: 1e6 },
  { path: 'guest.vcpus', label: 'vCPUs', kind: 'number', factor: 1 },
  { path: 'guest.seed', label: 'Seed', kind: 'number', factor: 1 },
  {
    path: 'era',
    label: 'Era',
    kind: 'choice',
    options: [
      { value: 'modern', label: 'today' },
      { value: '2017', label: '2017' },
    ],
  },
  {
    path: 'costs',
    label: 'Costs',
    kind: 'choice',
    options: COST_IDS.map((value) => ({ value, label: value.replace('-', ', ') })),
  },
];

export const TRY_KNOBS: readonly Knob[] = [
  { path: 'qemu.nohugepage', label: 'skip MADV_NOHUGEPAGE', kind: 'tick', off: true, on: false },
  {
    path: 'khugepaged.wake',
    label: 'khugepaged before REGISTER',
    kind: 'tick',
    off: 'clock',
    on: 'before-register',
  },
  { path: 'qemu.discard', label: 'one DONTNEED a run of pages', kind: 'tick', off: 'pages', on: 'runs' },
  {
    path: 'qemu.hugepageAgain',
    label: 'HUGEPAGE only at cleanup',
    kind: 'tick',
    off: 'after-register',
    on: 'at-cleanup',
  },
  { path: 'khugepaged.maxPtesNone', label: 'max_ptes_none', kind: 'number', unit: '0 to 511', factor: 1 },
];

/** The scenario that a choice means; null for a recording, and for a link's values that do not fit together. */
export function scenarioOf(choice: Choice): Scenario | null {
  if (choice.kind !== 'preset') return null;
  const preset = findPreset(choice.preset);
  if (!preset.ok) return null;
  const scenario = withOverrides(preset.value, choice.overrides);
  return scenario.ok ? scenario.value : null;
}

/** The overrides with one knob turned (back to the preset's own value: left out), or why the engine refuses. */
export function turn(
  choice: Choice & { kind: 'preset' },
  path: string,
  value: KnobValue,
): { overrides: Overrides } | Problem {
  const preset = findPreset(choice.preset);
  if (!preset.ok) return preset.problem;
  const { [path]: _, ...others } = choice.overrides;
  const overrides = readKnob(preset.value.scenario, path) === value ? others : { ...others, [path]: value };
  const checked = withOverrides(preset.value, { ...others, [path]: value });
  return checked.ok ? { overrides } : checked.problem;
}

/** `64 MiB · hot set · 320 MiB/s`. */
export function guestSummary(scenario: Scenario): string {
  const { bytes, workload, dirtyRate } = scenario.guest;
  return `${sayBytes(bytes)} · ${workload === 'hotset' ? 'hot set' : 'uniform'} · ${sayBytes(dirtyRate)}/s`;
}
