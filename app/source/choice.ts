/** The scenario that a choice means, and choices with knobs turned. */
import {
  findPreset,
  LENSES,
  type Lens,
  PRESETS,
  type Problem,
  type RunInfo,
  readKnob,
  type Scenario,
  withOverrides,
} from '../../engine/index.ts';
import type { Choice, Overrides } from '../state/choice.ts';
import { scenario as words } from '../texts/source.ts';

export type PresetChoice = Choice & { kind: 'preset' };

/** What is shown, by name: a system of ours, or what stands in its place. A timeline file has a name of its own inside. */
export function titleOf(choice: Choice, info: RunInfo | null = null): string {
  switch (choice.kind) {
    case 'preset':
      return PRESETS.find((p) => p.id === choice.preset)?.title ?? choice.preset;
    case 'script':
      return words.script;
    case 'timeline':
      return info?.opened?.title || choice.name;
    case 'trace':
      return words.recordingOf(choice.trace);
    case 'file':
      return words.recordingOf(choice.name);
  }
}

/** Null for a recording, and for a link's values that do not fit together. */
export function scenarioOf(choice: Choice): Scenario | null {
  if (choice.kind !== 'preset') return null;
  const preset = findPreset(choice.preset);
  if (!preset.ok) return null;
  const scenario = withOverrides(preset.value, choice.overrides);
  return scenario.ok ? scenario.value : null;
}

/** Lenses that show something of a choice: a process has no EPT, and nothing lags where nothing migrates or the source is not
 *  known. `lens`, the one on screen, is always among them. */
export function lensesOf(choice: Choice, lens: Lens): readonly Lens[] {
  const system = scenarioOf(choice)?.system;
  const idle: readonly Lens[] =
    system === 'criu' ? ['ept'] : system === undefined || system === 'tracking' ? ['lag'] : [];
  return LENSES.filter((id) => id === lens || !idle.includes(id));
}

/** The overrides with some knobs turned (back to the preset's own value: left out), or why the engine refuses. */
export function turn(choice: PresetChoice, values: Overrides): { overrides: Overrides } | Problem {
  const preset = findPreset(choice.preset);
  if (!preset.ok) return preset.problem;
  const wanted = { ...choice.overrides, ...values };
  const checked = withOverrides(preset.value, wanted);
  if (!checked.ok) return checked.problem;
  const differs = ([path, value]: [string, unknown]) => readKnob(preset.value.scenario, path) !== value;
  return { overrides: Object.fromEntries(Object.entries(wanted).filter(differs)) };
}
