/** What two runs are compared by, where they diverge, how their curves differ and what each cost. Fetched with the first
 *  comparison. */
import {
  type Comparison,
  LOCKSTEPS,
  PAGE_BYTES,
  PRESETS,
  type RunInfo,
  sayBytes,
} from '../../engine/index.ts';
import { compareWith, seek, setLockstep, setSide, swapCompared } from '../state/actions.ts';
import type { Choice as Chosen } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { compare as words } from '../texts/compare.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Segments } from '../ui/Segments.tsx';
import { sayCount } from '../ui/say.ts';
import { CompareCurves } from './CompareCurves.tsx';
import { costsOf } from './costs.ts';
import { comparedWith, useComparison, useOther } from './runs.ts';
import './compare.css';

export default function ComparePanel({ info }: { info: RunInfo | null }) {
  const other = useOther().data ?? null;
  const lockstep = useChosen((s) => s.lockstep);
  const side = useChosen((s) => s.side);
  const comparison = useComparison(info, other).data;
  return (
    <section className="compare" aria-label={words.title}>
      <div className="compare-head">
        <h2>{words.title}</h2>
        <Button look="quiet" aria-label={words.close} onClick={() => compareWith(null)}>
          <Icon name="close" />
        </Button>
      </div>
      <ComparedWith />
      <Segments
        legend={words.lockstep}
        labelled
        options={LOCKSTEPS.map((id) => ({ id, label: words.by[id] }))}
        value={lockstep}
        onPick={setLockstep}
      />
      <Segments
        legend={words.host}
        options={[
          { id: 0, label: words.source },
          { id: 1, label: words.destination },
        ]}
        value={side}
        onPick={(id) => setSide(id === 0 ? 0 : 1)}
      />
      {info && other && comparison && (
        <>
          {info.pages !== other.pages && (
            <p className="compare-sizes warn">
              {words.sizes(sayBytes(info.pages * PAGE_BYTES), sayBytes(other.pages * PAGE_BYTES))}
            </p>
          )}
          <Divergence comparison={comparison} />
          <CompareCurves one={info} other={other} lockstep={lockstep} />
          <Costs one={info} other={other} comparison={comparison} />
        </>
      )}
    </section>
  );
}

const PARENT = 'parent';

/** What is compared with: any system, or the one on screen without what was changed. */
function ComparedWith() {
  const choice = useChosen((s) => s.choice);
  const versus = useChosen((s) => s.versus);
  const parent: Chosen | null =
    choice.kind === 'preset' && Object.keys(choice.overrides).length > 0
      ? { ...choice, overrides: {} }
      : null;
  const isParent =
    parent !== null &&
    versus?.kind === 'preset' &&
    versus.preset === parent.preset &&
    Object.keys(versus.overrides).length === 0;
  const value = isParent ? PARENT : versus?.kind === 'preset' ? versus.preset : '';
  return (
    <div className="compared-with">
      <Choice
        label={words.with}
        value={value}
        options={[
          ...(parent ? [{ id: PARENT, label: words.parent }] : []),
          ...(versus?.kind === 'trace' ? [{ id: '', label: words.recording(versus.trace) }] : []),
          ...PRESETS.map((p) => ({ id: p.id, label: p.title })),
        ]}
        onChange={(id) => compareWith(id === PARENT && parent ? parent : comparedWith(choice, id))}
      />
      <Button label={words.swap} onClick={swapCompared} />
    </div>
  );
}

function Divergence({ comparison: { divergence } }: { comparison: Comparison }) {
  if (!divergence) return <p className="compare-divergence">{words.same}</p>;
  const { step, events, late } = divergence;
  const [a, b] = events;
  // The same sentence of both: they differ in what it leaves out.
  const alike = a && b && a.words === b.words ? a.words : null;
  const onlyLate = events.every((e) => e === null);
  if (onlyLate && late !== null) return <p className="compare-divergence">{words.later(sayCount(late))}</p>;
  return (
    <div className="compare-divergence">
      <p>
        <Button
          look="text"
          label={step === 0 ? words.partAtOnce : words.part(sayCount(step))}
          onClick={() => seek(step)}
        />
      </p>
      <ul>
        {alike && <li>{words.alike(alike)}</li>}
        {!alike &&
          events.map((event, i) => {
            const letter = i === 0 ? 'A' : 'B';
            return <li key={letter}>{event ? words.does(letter, event.words) : words.ends(letter)}</li>;
          })}
      </ul>
      {late !== null && <p className="muted">{words.lateBefore(sayCount(late))}</p>}
    </div>
  );
}

function Costs({ one, other, comparison }: { one: RunInfo; other: RunInfo; comparison: Comparison }) {
  return (
    <table className="compare-costs">
      <caption>{words.costs}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="spoken">{words.what}</span>
          </th>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        {costsOf([one, other], comparison.ends).map(({ id, values, differs, better }) => (
          <tr key={id} className={differs ? 'differs' : ''}>
            <th scope="row">{words.rows[id]}</th>
            <td className={better === 0 ? 'ok' : ''}>{values[0]}</td>
            <td className={better === 1 ? 'ok' : ''}>{values[1]}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3} className="compare-unknown muted">
            {words.unknownMeans}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
