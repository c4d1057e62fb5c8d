/** Flags of memory VMA by VMA on both hosts; as one line where there is one VMA and nothing differs. */
import { lazy, Suspense } from 'react';
import type { Frame, RunInfo, VmaRow } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Facts } from '../ui/Section.tsx';

const VmaTable = lazy(() => import('../vmas/VmaTable.tsx').catch(() => ({ default: NotLoaded })));

/** A range that neither host divides. */
export interface Part {
  readonly first: number;
  readonly pages: number;
  /** Null where a host has no memory. */
  readonly src: string | null;
  readonly dst: string | null;
}

export function Flags({ info }: { info: RunInfo | null }) {
  // Text is compared, not arrays: equal flags render nothing.
  const parts = JSON.parse(useFrame((f) => JSON.stringify(partsOf(f)), '[]')) as Part[];
  const [only] = parts;
  if (info?.recording || info?.cast === 'tracking' || !only) return <Alone recording={!!info?.recording} />;
  if (parts.length === 1 && only.src === only.dst)
    return <Facts rows={[['flags as at the source', `✓ ${only.src || 'none'}`, 'ok']]} />;
  return (
    <Suspense>
      <VmaTable parts={parts} />
    </Suspense>
  );
}

function Alone({ recording }: { recording: boolean }) {
  const src = useFrame((f) => f.flags[0], '');
  const dst = useFrame((f) => f.flags[1], '');
  return <Facts rows={[recording ? ['destination flags', dst || 'none'] : ['flags', src || 'none']]} />;
}

/** Both hosts' VMAs cut at each other's ends; neighbours that say the same stay apart, as VMAs do. */
function partsOf({ vmas: [src, dst] }: Pick<Frame, 'vmas'>): Part[] {
  const cuts = [...new Set([...src, ...dst].flatMap((v) => [v.first, v.first + v.pages]))].sort(
    (a, b) => a - b,
  );
  const flagsAt = (list: readonly VmaRow[], page: number) =>
    list.find((v) => v.first <= page && page < v.first + v.pages)?.flags ?? null;
  return cuts
    .slice(0, -1)
    .map((first, i) => ({
      first,
      pages: (cuts[i + 1] as number) - first,
      src: flagsAt(src, first),
      dst: flagsAt(dst, first),
    }))
    .filter((part) => part.src !== null || part.dst !== null);
}
