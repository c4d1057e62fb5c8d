/** Events by query: the box, what it found, and where playing stops. Fetched when it is opened. */
import type { RunInfo } from '../../engine/index.ts';
import { addBreak, runQuery } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { query as words } from '../texts/query.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Breaks } from './Breaks.tsx';
import { Hits } from './Hits.tsx';
import { closeQuery } from './open.ts';
import { QueryBox } from './QueryBox.tsx';
import { useFound } from './useFound.ts';
import './query.css';

export default function QueryPanel({ info }: { info: RunInfo }) {
  const query = useChosen((s) => s.query);
  const { data: found, error } = useFound(info, query);
  const problem = found?.problem ?? null;
  return (
    <section className="query" aria-label={words.title}>
      <div className="query-head">
        <h2>{words.title}</h2>
        <IconButton icon="close" label={words.close} onPress={closeQuery} />
      </div>
      <QueryBox info={info} query={query ?? ''} problem={problem} />
      <p className="muted" role="status">
        {query === null ? words.example : found && !problem && words.total(found.total)}
      </p>
      {error && <p className="muted">{error.problem.message}</p>}
      {query !== null && found && !problem && (
        <>
          {found.total > 0 && (
            <Hits
              key={`${info.run} ${query}`}
              info={info}
              query={query}
              total={found.total}
              at={found.before}
            />
          )}
          <div className="query-actions">
            <Button look="outlined" label={words.breakOn} onClick={() => addBreak(query)} />
            <Button look="quiet" label={words.clear} onClick={() => runQuery(null)} />
          </div>
        </>
      )}
      <Breaks info={info} />
    </section>
  );
}
