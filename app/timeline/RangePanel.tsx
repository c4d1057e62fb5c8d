/** Statistics of the range on the timeline: what happened, by kind, actor and phase, what it moved, and who waited. */
import { type Answer, actorLabel, type RunInfo, sayBytes, sayTime } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { range as words } from '../texts/timeline.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Facts } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { RANGE_ACTIONS } from './rangeactions.ts';
import './range.css';
import { setRange } from '../state/actions.ts';
import type { Span } from './scale.ts';

/** Kinds that are listed before the others are folded away. */
const LISTED = 8;

export default function RangePanel({ info, range }: { info: RunInfo; range: Span }) {
  const { from, to } = range;
  const { data: stats, error } = useAsk('rangeStats', { run: info.run, from, to }, { keepsLast: true });
  return (
    <section className="range" aria-label={words.range}>
      <div className="range-head">
        <h2>{words.range}</h2>
        <IconButton icon="close" label={words.close} onPress={() => setRange(null)} />
      </div>
      {error && <p className="muted">{error.problem.message}</p>}
      {!stats && !error && <p className="muted">{words.counting}</p>}
      {stats && <Stats stats={stats} info={info} />}
      <div className="range-actions">
        {RANGE_ACTIONS.map((action) => (
          <Button
            look={action.id === 'clear' ? 'quiet' : 'outlined'}
            label={words.actions[action.id]}
            key={action.id}
            onClick={() => action.run(range)}
          />
        ))}
      </div>
    </section>
  );
}

function Stats({ stats, info }: { stats: Answer<'rangeStats'>; info: RunInfo }) {
  const { from, to, fromNs, toNs, kinds, actors, calls, delivered, pages, phases, waits } = stats;
  const what = Object.entries(pages) as [keyof typeof pages, number][];
  const others = kinds.slice(LISTED);
  return (
    <>
      <p className="muted" role="status">
        {words.steps(from, to)}
      </p>
      <Facts
        rows={[
          [words.events, sayCount(to - from)],
          [words.lasts, sayTime(toNs - fromNs)],
          [words.calls, sayCount(calls)],
          [words.delivered, sayBytes(delivered)],
          ...(waits.count === 0
            ? []
            : ([
                [words.wait, sayTime(waits.medianNs)],
                [words.longest, sayTime(waits.maxNs)],
              ] as const)),
        ]}
      />
      <p className="muted">{waits.count === 0 ? words.noWait : words.waits(waits.count, waits.open)}</p>
      <h3>{words.pages}</h3>
      <Facts rows={what.filter(([, n]) => n > 0).map(([key, n]) => [words.what[key], sayCount(n)])} />
      <h3>{words.byKind}</h3>
      <Shares rows={kinds.slice(0, LISTED)} of={to - from} />
      {others.length > 0 && (
        <details>
          <summary>{words.more(others.length)}</summary>
          <Shares rows={others} of={to - from} />
        </details>
      )}
      <h3>{words.byActor}</h3>
      <Shares rows={actors.map(([a, n]) => [actorLabel(a, info.cast), n])} of={to - from} />
      <h3>{words.byPhase}</h3>
      <Shares rows={phases.map((p) => [p.label, p.ns])} of={toNs - fromNs} say={sayTime} />
    </>
  );
}

/** Names with numbers, each over a bar of its share. */
function Shares({
  rows,
  of,
  say = sayCount,
}: {
  rows: readonly (readonly [name: string, n: number])[];
  of: number;
  say?: (n: number) => string;
}) {
  return (
    <dl className="range-shares">
      {rows.map(([name, n], i) => (
        // Phases of a script may share their words.
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state
        <div key={i} style={{ backgroundSize: `${of > 0 ? (n / of) * 100 : 0}% 100%` }}>
          <dt title={name}>{name}</dt>
          <dd>{say(n)}</dd>
        </div>
      ))}
    </dl>
  );
}
