/** What stands as a flag over the timeline: hazards, notes, and where a compared run diverges. */
import { useMemo } from 'react';
import type { Hazard, RunInfo } from '../../engine/index.ts';
import { useComparison, useOther } from '../compare/runs.ts';
import { useHazards } from '../run/queries.ts';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { screen as words } from '../texts/shell.ts';
import type { Flagged } from './scale.ts';

const NONE: readonly Hazard[] = [];

export function useFlags(info: RunInfo): readonly Flagged[] {
  const hazards = useHazards(useSession().engine, info).data ?? NONE;
  const notes = useChosen((s) => s.notes);
  const divergence = useComparison(info, useOther().data ?? null).data?.divergence?.step ?? null;
  return useMemo(
    () => [
      ...hazards.map(({ id, title, step }): Flagged => ({ kind: 'hazard', id, title, step })),
      ...notes.map(
        ({ name, text, step }): Flagged => ({
          kind: 'note',
          id: '✎',
          title: text ? `${name}: ${text}` : name,
          step,
        }),
      ),
      ...(divergence === null
        ? []
        : [{ kind: 'divergence', id: '≠', title: words.divergence, step: divergence } as const]),
    ],
    [hazards, notes, divergence],
  );
}
