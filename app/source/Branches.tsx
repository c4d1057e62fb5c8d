/** The place of the tree of branches, which is fetched when there is one. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { visited } from '../state/visited.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import type { PresetChoice } from './choice.ts';

const BranchTree = lazy(() => import('./BranchTree.tsx').catch(() => ({ default: NotLoaded })));

export function Branches({ choice }: { choice: PresetChoice }) {
  const any = useStore(visited, (list) => list.some((v) => Object.keys(v.choice.overrides).length > 0));
  if (!any && Object.keys(choice.overrides).length === 0) return null;
  return (
    <Suspense>
      <BranchTree choice={choice} />
    </Suspense>
  );
}
