/** The recordings that come with the app, while the timeline on screen comes from another source. */
import { useShipped } from '../run/queries.ts';
import { choose } from '../state/actions.ts';
import { scenario as words } from '../texts/source.ts';

export default function Recordings() {
  const shipped = useShipped();
  return (
    <div className="question">
      <h1>{words.play}</h1>
      <ul className="picks">
        {(shipped.data ?? []).map((s) => (
          <li key={s.name}>
            <button
              type="button"
              className="button pick"
              onClick={() => choose({ kind: 'trace', trace: s.name })}
            >
              {s.title}
            </button>
          </li>
        ))}
      </ul>
      <p className="muted">{words.ownFiles}</p>
    </div>
  );
}
