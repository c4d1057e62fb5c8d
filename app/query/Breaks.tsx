/** Where playing and running stop: queries and hazards, each on, off or removed, and the way to the nearest of them. */
import type { RunInfo } from '../../engine/index.ts';
import { runToBreak } from '../run/breaks.ts';
import { useSession } from '../run/session.ts';
import { addBreak, removeBreak, switchBreak } from '../state/actions.ts';
import type { Break } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { query as words } from '../texts/query.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { sayCount } from '../ui/say.ts';
import { Tick } from '../ui/Tick.tsx';
import { useFound } from './useFound.ts';

export function Breaks({ info }: { info: RunInfo }) {
  const { engine } = useSession();
  const breaks = useChosen((s) => s.breaks);
  const page = useChosen((s) => s.page);
  const region = page === null ? null : page >> 9;
  return (
    <>
      <h3>{words.breaks}</h3>
      {breaks.length === 0 && <p className="muted">{words.none}</p>}
      <ul className="query-breaks" aria-label={words.breaks}>
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
              {words.watchPage}
            </button>
            <button type="button" className="button outlined" onClick={() => addBreak(`region=${region}`)}>
              {words.watchRegion}
            </button>
          </>
        )}
        <button type="button" className="button outlined" onClick={() => addBreak(null)}>
          {words.onHazards}
        </button>
      </div>
      {breaks.length > 0 && (
        <div className="query-actions">
          <button type="button" className="button" onClick={() => void runToBreak(engine, info, true)}>
            {words.previous}
          </button>
          <button type="button" className="button" onClick={() => void runToBreak(engine, info, false)}>
            {words.next}
          </button>
        </div>
      )}
    </>
  );
}

function Line({ info, at }: { info: RunInfo; at: Break }) {
  const { data } = useFound(info, at.query);
  const name = at.query === null ? 'hazards' : at.query === '' ? words.everyEvent : at.query;
  return (
    <li>
      <Tick label={name} checked={at.on} onChange={(on) => switchBreak(at, on)} />
      <span className={data?.problem ? 'bad' : 'muted'} title={data?.problem?.message}>
        {data && (data.problem ? words.absent : `${sayCount(data.total)}×`)}
      </span>
      <IconButton icon="close" label={words.remove(name)} onPress={() => removeBreak(at)} />
    </li>
  );
}
