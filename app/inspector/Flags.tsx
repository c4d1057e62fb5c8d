/** Flags of memory VMA by VMA on both hosts; as one line where there is one VMA and nothing differs. */
import type { RunInfo } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { part } from '../ui/part.tsx';
import { Facts } from '../ui/Section.tsx';
import { type Part, partsOf } from './parts.ts';

const VmaTable = part(() => import('./VmaTable.tsx'));

const NONE: readonly Part[] = [];

export function Flags({ info }: { info: RunInfo | null }) {
  const parts = useFrame(partsOf, NONE);
  const [only] = parts;
  if (info?.recording || info?.cast === 'tracking' || !only) return <Alone recording={!!info?.recording} />;
  if (parts.length === 1 && only.src === only.dst)
    return <Facts rows={[[words.flagsEqual, `✓ ${only.src || words.noFlags}`, 'ok']]} />;
  return <VmaTable parts={parts} />;
}

function Alone({ recording }: { recording: boolean }) {
  const src = useFrame((f) => f.flags[0], '');
  const dst = useFrame((f) => f.flags[1], '');
  return (
    <Facts rows={[recording ? [words.flagsOf, dst || words.noFlags] : [words.flags, src || words.noFlags]]} />
  );
}
