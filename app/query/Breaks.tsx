/** Where playing and running stop: queries and hazards, each on, off or removed, and the way to the nearest of them. */
import type { RunInfo } from '../../engine/index.ts';
import { sayCount } from '../lib/say.ts';
import { runToBreak } from '../run/breaks.ts';
import { useSession } from '../run/session.ts';
import { addBreak, removeBreak, switchBreak } from '../state/breaks.ts';
import { type Break, useChosen } from '../state/store.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Tick } from '../ui/Tick.tsx';
import { useFound } from './useFound.ts';

export function Breaks({ info }: { info: RunInfo }) {
  const { engine } = useSession();
  const breaks = useChosen((s) => s.breaks);
  const page = useChosen((s) => s.page);
  const region = page === null ? null : page >> 9;
  return (
    <>
      <h3>Breaks</h3>
      {breaks.length === 0 && <p className="muted">Playing stops at none.</p>}
      <ul className="query-breaks" aria-label="Breaks">
        {breaks.map((b) => (
          <Line key={b.query ?? ''} info={info} at={b} />
        ))}
      </ul>
      <div className="query-actions">
        {page !== null && (
          <>
            <button
              type="button"
              className="button outlined"
              onClick={() => addBreak(`page=0x${page.toString(16)}`)}
            >
              Watch this page
            </button>
            <button type="button" className="button outlined" onClick={() => addBreak(`region=${region}`)}>
              Watch its region
            </button>
          </>
        )}
        <button type="button" className="button outlined" onClick={() => addBreak(null)}>
          Break on hazards
        </button>
      </div>
      {breaks.length > 0 && (
        <div className="query-actions">
          <button type="button" className="button" onClick={() => void runToBreak(engine, info, true)}>
            Run to previous
          </button>
          <button type="button" className="button" onClick={() => void runToBreak(engine, info, false)}>
            Run to next
          </button>
        </div>
      )}
    </>
  );
}

function Line({ info, at }: { info: RunInfo; at: Break }) {
  const { data } = useFound(info, at.query);
  const name = at.query === null ? 'hazards' : at.query === '' ? 'every event' : at.query;
  return (
    <li>
      <Tick label={name} checked={at.on} onChange={(on) => switchBreak(at, on)} />
      <span className={data?.problem ? 'bad' : 'muted'} title={data?.problem?.message}>
        {data && (data.problem ? 'not in this run' : `${sayCount(data.total)}×`)}
      </span>
      <IconButton icon="close" label={`Remove the break on ${name}`} onPress={() => removeBreak(at)} />
    </li>
  );
}
