/** The two runs of a comparison. */
import { findPreset, type RunInfo, withOverrides } from '../../engine/index.ts';
import { useRun } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { useAsk } from '../run/useAsk.ts';
import type { Choice } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';

/** The run that is compared with the one on screen. */
export function useOther() {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  const versus = useChosen((s) => s.versus);
  return useRun(engine, generation, versus, true);
}

export function useComparison(one: RunInfo | null, other: RunInfo | null) {
  return useAsk('compare', one && other && { run: one.run, other: other.run });
}

/** A preset to compare `choice` with: the knobs that were turned are turned there, too, where it has them. */
export function comparedWith(choice: Choice, id: string): Choice {
  const preset = findPreset(id);
  const overrides: Record<string, string | number | boolean> = {};
  if (preset.ok && choice.kind === 'preset')
    for (const [path, value] of Object.entries(choice.overrides))
      if (withOverrides(preset.value, { ...overrides, [path]: value }).ok) overrides[path] = value;
  return { kind: 'preset', preset: id, overrides };
}
