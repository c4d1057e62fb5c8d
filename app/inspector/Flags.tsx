/** Flags of memory on both hosts: one line where there is one VMA and nothing differs, else VMA by VMA. */
import type { Frame, RunInfo } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { checks } from '../texts/inspector.ts';
import { part } from '../ui/part.tsx';
import { Facts } from '../ui/Section.tsx';

const VmaTable = part(() => import('./VmaTable.tsx'));

export function Flags({ info }: { info: RunInfo | null }) {
  const none = useFrame(({ vmas: [src, dst] }) => src.length + dst.length === 0, true);
  const only = useFrame(onlyFlags, null);
  if (info?.recording || info?.cast === 'tracking' || none) return <Alone recording={!!info?.recording} />;
  if (only === null) return <VmaTable />;
  return <Facts rows={[[checks.flagsEqual, checks.same(only || checks.noFlags), 'ok']]} />;
}

/** Flags of the one VMA that both hosts have alike; null where they differ. */
function onlyFlags({ vmas: [src, dst] }: Pick<Frame, 'vmas'>): string | null {
  const [one, other] = [src[0], dst[0]];
  if (src.length !== 1 || dst.length !== 1 || !one || !other) return null;
  return one.first === other.first && one.pages === other.pages && one.flags === other.flags
    ? one.flags
    : null;
}

function Alone({ recording }: { recording: boolean }) {
  const src = useFrame((f) => f.flags[0], '');
  const dst = useFrame((f) => f.flags[1], '');
  return (
    <Facts
      rows={[recording ? [checks.flagsOf, dst || checks.noFlags] : [checks.flags, src || checks.noFlags]]}
    />
  );
}
