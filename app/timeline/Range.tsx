/** The place of the statistics of a range, which are fetched with the first one: in the side panel; where the page is narrow, under
 *  the timeline, where the hand is. */
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { part } from '../ui/part.tsx';
import { PHONE, useMedia } from '../ui/useMedia.ts';

const RangePanel = part(() => import('./RangePanel.tsx'));

export function Range({ info, below }: { info: RunInfo | null; below: boolean }) {
  const range = useChosen((s) => s.range);
  const onPhone = useMedia(PHONE);
  if (!range || !info || below !== onPhone || range.from >= info.steps) return null;
  return <RangePanel info={info} range={range} />;
}
