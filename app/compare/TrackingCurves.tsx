/** What a round of dirty tracking costs, against the guest's size and against the pages written, by tracker. Fetched when it is
 *  looked at. */
import { type Answer, PAGE_BYTES, type Scenario, SECOND, sayBytes, sayTime } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { tracking as words } from '../texts/tracking.ts';
import { sayCount } from '../ui/say.ts';
import { Chart } from './Chart.tsx';
import { crossing } from './trackingscale.ts';
import './tracking.css';

export default function TrackingCurves({ scenario }: { scenario: Scenario }) {
  const { data, error } = useAsk('tracking', { costs: scenario.costs });
  if (error) return <p className="muted">{error.problem.message}</p>;
  if (!data)
    return (
      <p className="muted" role="status">
        {words.running}
      </p>
    );
  const { bytes, dirtied, trackers } = data;
  const lines = (which: 'bySize' | 'byDirtied') =>
    trackers.map((t) => ({ id: t.id, label: t.label, ys: t[which] }));
  return (
    <div className="tracking">
      <Chart
        title={words.bySize}
        xs={bytes}
        sayX={sayBytes}
        lines={lines('bySize')}
        here={{ id: scenario.tracker, x: scenario.guest.bytes }}
        cross={softDirtyCross(data)}
      />
      <Chart
        title={words.byPages}
        xs={dirtied}
        sayX={sayCount}
        lines={lines('byDirtied')}
        here={{ id: scenario.tracker, x: dirtiedIn(scenario) }}
      />
      <details className="tracking-tables">
        <summary>{words.numbers}</summary>
        <Table caption={words.tableBySize} heads={bytes.map(sayBytes)} rows={lines('bySize')} />
        <Table caption={words.tableByPages} heads={dirtied.map(sayCount)} rows={lines('byDirtied')} />
      </details>
    </div>
  );
}

/** The size of the guest from which on walking its page tables costs more than KVM's log of what was written. */
function softDirtyCross({ bytes, trackers }: Answer<'tracking'>) {
  const [walk, log] = ['soft-dirty', 'kvm-bitmap'].map((id) => trackers.find((t) => t.id === id));
  const at = walk && log && crossing(bytes, walk.bySize, log.bySize);
  return at ? { ...at, text: words.cross(walk.label, log.label, sayBytes(at.x)) } : null;
}

/** Pages that the scenario writes in one round: while it lasts, or while the link carries the guest once. */
function dirtiedIn({ system, guest, wire, tracking, criu }: Scenario): number {
  const ns =
    system === 'tracking'
      ? tracking.interval
      : system === 'criu'
        ? criu.interval
        : (guest.bytes / wire.bandwidth) * SECOND;
  const written = (guest.dirtyRate * ns) / SECOND;
  return Math.max(1, Math.min(guest.bytes, written) / PAGE_BYTES);
}

function Table({
  caption,
  heads,
  rows,
}: {
  caption: string;
  heads: readonly string[];
  rows: readonly { readonly id: string; readonly label: string; readonly ys: readonly number[] }[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keys
    <section className="tracking-table" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.tracker}</th>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, label, ys }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {ys.map((ns, i) => (
                <td key={heads[i]}>{sayTime(Math.round(ns))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
