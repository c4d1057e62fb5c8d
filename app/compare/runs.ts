/** The two runs of a comparison. */
import { useQuery } from '@tanstack/react-query';
import { type Comparison, findPreset, type RunInfo, withOverrides } from '../../engine/index.ts';
import { RunProblem, useRun } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import type { Choice } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';

/** The run beside the one on screen. */
export function useOther() {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  const versus = useChosen((s) => s.versus);
  return useRun(engine, generation, versus, true);
}

export function useComparison(one: RunInfo | null, other: RunInfo | null) {
  const { engine } = useSession();
  const { generation } = useWatched(engine.state);
  return useQuery<Comparison, RunProblem>({
    queryKey: ['compare', generation, one?.run, other?.run],
    enabled: one !== null && other !== null,
    queryFn: async () => {
      const answer = await engine.ask('compare', {
        run: one!.run,
        other: other!.run,
      });
      if (!answer.ok) throw new RunProblem(answer.problem);
      return answer.value;
    },
  });
}

/** A preset to stand beside `choice`: the knobs that were turned are turned there, too, where it has them. */
export function besideOf(choice: Choice, id: string): Choice {
  const preset = findPreset(id);
  const overrides: Record<string, string | number | boolean> = {};
  if (preset.ok && choice.kind === 'preset')
    for (const [path, value] of Object.entries(choice.overrides))
      if (withOverrides(preset.value, { ...overrides, [path]: value }).ok) overrides[path] = value;
  return { kind: 'preset', preset: id, overrides };
}
