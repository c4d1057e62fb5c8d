/** Where every page's newest content is: at the destination, under way, or still at the source; exactly one of them. */
import type { RunInfo } from '../../engine/index.ts';
import { sayCount } from '../lib/say.ts';
import { useFrame } from '../run/session.ts';
import { Facts } from '../ui/Section.tsx';

export function Accounts({ info }: { info: RunInfo }) {
  const received = useFrame((f) => f.state.accounts.received, 0);
  const inFlight = useFrame((f) => f.state.accounts.inFlight, 0);
  const atSource = useFrame((f) => f.state.accounts.atSource, 0);
  const off = received + inFlight + atSource - info.pages;
  if (info.cast === 'tracking') return null;
  const [said, tone] =
    received + inFlight + atSource === 0
      ? ['not sent yet', '']
      : off === 0
        ? [`✓ ${sayCount(info.pages)}`, 'ok']
        : [off > 0 ? `${sayCount(off)} twice` : `${sayCount(-off)} nowhere`, 'bad'];
  return (
    <>
      <Facts rows={[['pages accounted for', said, tone]]} />
      <div className="sum">
        <Facts
          rows={[
            ['at the destination', sayCount(received)],
            ['in flight', sayCount(inFlight)],
            ['at the source', sayCount(atSource)],
          ]}
        />
      </div>
    </>
  );
}
