/** Flags of memory VMA by VMA on both hosts; as one line where there is one VMA and nothing differs. */
import { lazy, Suspense } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Facts } from '../ui/Section.tsx';
import { type Part, partsOf } from './parts.ts';

const VmaTable = lazy(() => import('./VmaTable.tsx').catch(() => ({ default: NotLoaded })));

export function Flags({ info }: { info: RunInfo | null }) {
  // Text is compared, not arrays: equal flags render nothing.
  const parts = JSON.parse(useFrame((f) => JSON.stringify(partsOf(f)), '[]')) as Part[];
  const [only] = parts;
  if (info?.recording || info?.cast === 'tracking' || !only) return <Alone recording={!!info?.recording} />;
  if (parts.length === 1 && only.src === only.dst)
    return <Facts rows={[[words.flagsEqual, `✓ ${only.src || words.noFlags}`, 'ok']]} />;
  return (
    <Suspense>
      <VmaTable parts={parts} />
    </Suspense>
  );
}

function Alone({ recording }: { recording: boolean }) {
  const src = useFrame((f) => f.flags[0], '');
  const dst = useFrame((f) => f.flags[1], '');
  return (
    <Facts rows={[recording ? [words.flagsOf, dst || words.noFlags] : [words.flags, src || words.noFlags]]} />
  );
}
