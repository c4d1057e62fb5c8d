/** What a source offers, while the timeline on screen comes from another one. */
import { PRESETS } from '../../engine/index.ts';
import { useShipped } from '../run/queries.ts';
import { choose } from '../state/actions.ts';
import type { Source } from '../state/store.ts';

export default function Picks({ source }: { source: Source }) {
  const shipped = useShipped();
  const picks =
    source === 'scenario'
      ? PRESETS.map((p) => ({
          id: p.id,
          title: p.title,
          detail: p.question,
          pick: () => choose({ kind: 'preset', preset: p.id, overrides: {} }),
        }))
      : (shipped.data ?? []).map((s) => ({
          id: s.name,
          title: s.title,
          detail: '',
          pick: () => choose({ kind: 'trace', trace: s.name }),
        }));
  return (
    <div className="question">
      <h1>{source === 'scenario' ? 'Run a scenario' : 'Play a recording'}</h1>
      <ul className="picks">
        {picks.map((p) => (
          <li key={p.id}>
            <button type="button" className="button pick" onClick={p.pick}>
              {p.title}
              {p.detail !== '' && <span className="muted">{p.detail}</span>}
            </button>
          </li>
        ))}
      </ul>
      {source === 'recording' && (
        <p className="muted">Files of your own: Open recording, or drop one on the page.</p>
      )}
    </div>
  );
}
