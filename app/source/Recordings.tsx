/** The recordings that come with the app, while the timeline on screen comes from another source. */
import { useShipped } from '../run/queries.ts';
import { choose } from '../state/actions.ts';
import { scenario as words } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { RecordYourOwn } from './RecordYourOwn.tsx';
import './recordings.css';

export default function Recordings() {
  const shipped = useShipped();
  return (
    <div className="question">
      <h1>{words.play}</h1>
      <ul className="picks">
        {(shipped.data ?? []).map((s) => (
          <li key={s.name}>
            <Button look="pick" label={s.title} onClick={() => choose({ kind: 'trace', trace: s.name })} />
          </li>
        ))}
      </ul>
      <p className="muted">{words.ownFiles}</p>
      <RecordYourOwn />
    </div>
  );
}
