/** A migration's statistics as a scenario: what was measured beside what the scenario gives, both curves, and what else could have been set. */
import { type Fit, type LogsRead, sayTime } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { choose } from '../state/actions.ts';
import { logs as words } from '../texts/logs.ts';
import { Button } from '../ui/Button.tsx';
import { sayAbout, sayCount, sayNumber, sayPercent } from '../ui/say.ts';
import { Remaining } from './Remaining.tsx';

const MS = 1e6;

type Figure = Fit['figures'][number];

export function FitCard({ fit, read }: { fit: Fit; read: LogsRead }) {
  const { data } = useAsk('rehearsal', { logs: read.logs });
  const open = (overrides: Fit['overrides']) => choose({ kind: 'preset', preset: fit.preset, overrides });
  return (
    <article className="diagnosis" data-kind="fact">
      <p className="diagnosis-kind">{words.fit}</p>
      <h2 className="diagnosis-answer">{words.fitted}</h2>
      <Remaining measured={fit.curve} simulated={data?.curve ?? null} />
      <table className="fit-figures">
        <thead>
          <tr>
            <th scope="col">{words.figure}</th>
            <th scope="col">{words.measured}</th>
            <th scope="col">{words.simulated}</th>
            <th scope="col">{words.error}</th>
          </tr>
        </thead>
        <tbody>
          {fit.figures.map((figure) => (
            <tr key={figure.name}>
              <th scope="row">{figure.title}</th>
              <td>{sayFigure(figure, figure.measured)}</td>
              <td>{sayFigure(figure, figure.fitted)}</td>
              <td>{figure.error === null ? words.noError : sayError(figure.error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {fit.scale > 1 && <p className="muted">{words.scale(fit.scale)}</p>}
      <Button look="primary" label={words.openScenario} onClick={() => open(fit.overrides)} />
      <h3 className="diagnosis-next">{words.whatIf}</h3>
      <ul className="picks">
        {fit.whatIfs.map(({ id, title, overrides, totalMs, downtimeMs }) => (
          <li key={id}>
            <Button look="pick" onClick={() => open(overrides)}>
              <b>{title}</b>
              <span className="muted">
                {totalMs === null || downtimeMs === null
                  ? words.neverEnds
                  : words.takes(sayTime(totalMs * MS), sayTime(downtimeMs * MS))}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {fit.assumed.length > 0 && (
        <details className="log-skipped">
          <summary>{words.assumed}</summary>
          <ul className="diagnosis-reasons">
            {fit.assumed.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

/** A figure with the unit that its name has. */
function sayFigure({ name }: Figure, value: number): string {
  if (name.endsWith('Ms')) return sayTime(value * MS);
  if (name.endsWith('BytesPerSecond')) return words.perSecond(sayAbout(value));
  return name.endsWith('Bytes') ? sayAbout(value) : sayCount(value);
}

const sayError = (error: number): string =>
  Math.abs(error) < 0.1 ? `${sayNumber(error * 100, 1)}%` : sayPercent(error);
