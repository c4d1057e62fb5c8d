/** The button that opens the list of lanes. */
import { lazy, Suspense, useId, useState } from 'react';
import { timeline as words } from '../texts/timeline.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Popover } from '../ui/Popover.tsx';
import type { LaneListProps } from './LaneList.tsx';

const LaneList = lazy(() => import('./LaneList.tsx').catch(() => ({ default: NotLoaded })));

export function LaneMenu(props: LaneListProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover label={words.lanes} face={words.lanes} id={useId()} onOpen={() => setOpened(true)}>
      <Suspense>{opened && <LaneList {...props} />}</Suspense>
    </Popover>
  );
}
