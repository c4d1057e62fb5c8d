/** The place of the statistics of a range, which are fetched when one is drawn. In the side panel; where the page is narrow,
 *  under the timeline, where the hand is. */
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { Loading } from '../ui/Loading.tsx';
import { part } from '../ui/part.tsx';
import { narrow } from '../ui/Section.tsx';

const RangePanel = part(() => import('./RangePanel.tsx'), { waiting: Loading });

export function Range({ info, below }: { info: RunInfo | null; below: boolean }) {
  const range = useChosen((s) => s.range);
  if (!range || !info || below !== narrow || range.from >= info.steps) return null;
  return <RangePanel info={info} range={range} />;
}
