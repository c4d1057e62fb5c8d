/** Where every page's newest content is: at the destination, under way, or still at the source; exactly one of them. */
import type { PhaseName, RunInfo } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { Facts } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

/** Phases in which the destination may hold old copies of pages that are sent again or dropped. */
const BEFORE: readonly PhaseName[] = [
  'precopy',
  'stop',
  'nohugepage',
  'discard',
  'predump',
  'dump',
  'restore',
];

export function Accounts({ info }: { info: RunInfo }) {
  const received = useFrame((f) => f.state.accounts.received, 0);
  const inFlight = useFrame((f) => f.state.accounts.inFlight, 0);
  const atSource = useFrame((f) => f.state.accounts.atSource, 0);
  const before = useFrame((f) => BEFORE.includes(f.phase), true);
  const off = received + inFlight + atSource - info.pages;
  if (info.cast === 'tracking') return null;
  const [said, tone] =
    received + inFlight + atSource === 0
      ? [words.notSentYet, '']
      : off === 0
        ? [`✓ ${sayCount(info.pages)}`, 'ok']
        : off > 0 && before
          ? [words.oldCopies(sayCount(off)), '']
          : [off > 0 ? words.twice(sayCount(off)) : words.nowhere(sayCount(-off)), 'bad'];
  return (
    <>
      <Facts rows={[[words.accounted, said, tone]]} />
      <div className="sum">
        <Facts
          rows={[
            [words.atDestination, sayCount(received)],
            [words.inFlight, sayCount(inFlight)],
            [words.atSource, sayCount(atSource)],
          ]}
        />
      </div>
    </>
  );
}
