/** Runs for the tests of this folder. */

import type { Piece } from '../export/piece.ts';
import { findPreset, type Overrides, withOverrides } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/schema.ts';
import { type Run, simulate } from '../sim/run.ts';

/** A preset with some knobs set. */
export function presetScenario(id: string, knobs: Overrides = {}): Scenario {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const scenario = withOverrides(preset.value, knobs);
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return scenario.value;
}

export const presetRun = (id: string, knobs: Overrides = {}): Run => simulate(presetScenario(id, knobs));

/** All pieces together; says so when what they tell of their progress falls or does not end at 1. */
export function textOf(pieces: Iterable<Piece>): string {
  let text = '';
  let done = 0;
  for (const piece of pieces) {
    if (piece.done < done || piece.done > 1) throw new Error(`progress falls from ${done} to ${piece.done}`);
    done = piece.done;
    text += piece.data;
  }
  if (done !== 1) throw new Error(`progress ends at ${done}`);
  return text;
}
