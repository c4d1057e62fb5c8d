/** Sheets of reference, fetched when they are opened: what changed since the mail, and where costs are from. */
import { CHANGES, COST_PROFILES, type CostProfile, type CostSource, ROWS } from '../../engine/index.ts';
import { reference as words } from '../texts/reference.ts';
import { RuleLinks } from '../ui/RuleLinks.tsx';
import { Facts } from '../ui/Section.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { sayCount } from '../ui/say.ts';
import './reference.css';

export type Topic = 'changes' | 'costs';

interface Props {
  readonly topic: Topic;
  /** Id of the profile in use. */
  readonly costs: string;
  readonly onClose: () => void;
}

export default function Reference({ topic, costs, onClose }: Props) {
  const profile = COST_PROFILES.find((p) => p.id === costs);
  return (
    <Sheet title={topic === 'changes' ? words.topicChanges : words.topicCosts} open onClose={onClose}>
      {topic === 'changes' ? <Changes /> : profile && <Profile profile={profile} />}
    </Sheet>
  );
}

function Changes() {
  return (
    <>
      <p className="muted">{words.eras}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keys */}
      <section className="reference" tabIndex={0} aria-label={words.changes}>
        <table>
          <thead>
            <tr>
              <th scope="col">2017</th>
              <th scope="col">{words.today}</th>
              <th scope="col">{words.rule}</th>
            </tr>
          </thead>
          <tbody>
            {CHANGES.map((change) => (
              <tr key={change.id}>
                <td data-column="2017">{change.was()}</td>
                <td data-column={words.today}>{change.is()}</td>
                <td>
                  <RuleLinks ids={change.rule} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Profile({ profile }: { profile: CostProfile }) {
  const { label, cpu, kernel, method, unit, caveats, costs, sources } = profile;
  const names = Object.keys(costs) as (keyof typeof costs)[];
  return (
    <>
      <p>{label()}</p>
      <Facts
        rows={[
          ['CPU', cpu()],
          [words.kernel, kernel()],
          [words.method, method()],
        ]}
      />
      <ul className="caveats muted">
        {caveats.map((caveat) => (
          <li key={caveat()}>{caveat()}</li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keys */}
      <section className="reference" tabIndex={0} aria-label={words.costs}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.operation}</th>
              <th scope="col">{unit}</th>
              <th scope="col">{words.from}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="number">{sayCount(costs[name])}</td>
                <td>
                  <From source={sources[name]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function From({ source }: { source: CostSource }) {
  if ('assumed' in source) return <>{words.assumed(source.assumed())}</>;
  if ('published' in source)
    return (
      <>
        {words.estimate(source.how())} <RuleLinks ids={source.published} />
      </>
    );
  const [median, lowest, highest, what] = ROWS[source.row];
  // Tenths of a nanosecond say nothing here.
  const [m, low, high] = [median, lowest, highest].map((ns) => sayCount(Math.round(ns)));
  return (
    <>
      {source.how === undefined ? source.row : words.computed(source.row, source.how())}
      <span className="muted">{words.median(what(), String(m), String(low), String(high))}</span>
    </>
  );
}
