/** Where playing and running stop: queries and hazards, each on, off or removed, and the way to the nearest of them. */
import { hex, type RunInfo, regionOf } from '../../engine/index.ts';
import { runToBreak } from '../run/breaks.ts';
import { useSession } from '../run/session.ts';
import { addBreak, removeBreak, switchBreak } from '../state/actions.ts';
import type { Break } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { query as words } from '../texts/query.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { sayCount } from '../ui/say.ts';
import { Tick } from '../ui/Tick.tsx';
import { useFound } from './useFound.ts';

export function Breaks({ info }: { info: RunInfo }) {
  const { engine } = useSession();
  const breaks = useChosen((s) => s.breaks);
  const page = useChosen((s) => s.page);
  const region = page === null ? null : regionOf(page);
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
            <Button look="outlined" label={words.watchPage} onClick={() => addBreak(`page=${hex(page)}`)} />
            <Button look="outlined" label={words.watchRegion} onClick={() => addBreak(`region=${region}`)} />
          </>
        )}
        <Button look="outlined" label={words.onHazards} onClick={() => addBreak(null)} />
      </div>
      {breaks.length > 0 && (
        <div className="query-actions">
          <Button label={words.previous} onClick={() => void runToBreak(engine, info, true)} />
          <Button label={words.next} onClick={() => void runToBreak(engine, info, false)} />
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
